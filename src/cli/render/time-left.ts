/** How long an apply will still take, if each resource takes what it usually does. */

export interface Work {
  /** Of what is at work: seconds that it usually takes, and that it has taken. */
  readonly running: readonly { readonly expected: number | undefined; readonly taken: number }[]
  /** Of what waits. */
  readonly waiting: readonly (number | undefined)[]
  readonly parallelism: number
}

/**
 * Undefined where there is too little experience: less than half of what is left was ever seen. What depends on what is
 * not looked at, so that it may be too little, never more than one after the other would take.
 */
export const secondsLeft = ({ running, waiting, parallelism }: Work): number | undefined => {
  const known = [...running.map(({ expected }) => expected), ...waiting].filter(one => one !== undefined)
  const count = running.length + waiting.length
  if (count === 0 || known.length * 2 < count) return undefined
  const typical = known.reduce((sum, one) => sum + one, 0) / known.length
  const rest = [
    ...running.map(({ expected = typical, taken }) => Math.max(0, expected - taken)),
    ...waiting.map(expected => expected ?? typical),
  ]
  const sum = rest.reduce((total, one) => total + one, 0)
  return Math.max(sum / parallelism, ...rest)
}
