/** One question for several: all come to it or turn back, then somebody is asked once. */

export interface Gate {
  /** Waits for the answer. Throws what asking throws. */
  readonly arrive: (name: string) => Promise<void>
  /** For who will not come. Saying it once more, or after having arrived, changes nothing. */
  readonly turnBack: (name: string) => void
}

/** `ask` gets the names of those that have come, in the order of `names`. Where nobody comes, it is not called. */
export const gateFor = (names: readonly string[], ask: (came: readonly string[]) => Promise<void>): Gate => {
  const expected = new Set(names)
  const came = new Set<string>()
  let open: () => void
  let shut: (reason: unknown) => void
  const answer = new Promise<void>((resolve, reject) => {
    open = resolve
    shut = reject
  })
  // Who has turned back doesn't look.
  answer.catch(() => {})
  const seen = (name: string) => {
    if (!expected.delete(name) || expected.size > 0 || came.size === 0) return
    ask(names.filter(one => came.has(one))).then(open, shut)
  }
  return {
    arrive: async name => {
      came.add(name)
      seen(name)
      await answer
    },
    turnBack: seen,
  }
}
