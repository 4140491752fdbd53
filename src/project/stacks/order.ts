/** The order of stacks. Pure: names, and which names each needs before it. */

/** By name: the stacks that must be there first. */
export type Needs = ReadonlyMap<string, ReadonlySet<string>>

/** A ring of stacks that need each other, from its least name on; undefined where there is none. */
export const ringOf = (needs: Needs): readonly string[] | undefined => {
  const done = new Set<string>()
  const walk = (name: string, way: readonly string[]): readonly string[] | undefined => {
    const start = way.indexOf(name)
    if (start >= 0) return way.slice(start)
    if (done.has(name)) return undefined
    for (const next of needs.get(name) ?? []) {
      const ring = walk(next, [...way, name])
      if (ring !== undefined) return ring
    }
    done.add(name)
    return undefined
  }
  for (const name of [...needs.keys()].sort()) {
    const ring = walk(name, [])
    if (ring === undefined) continue
    const least = ring.indexOf([...ring].sort()[0]!)
    return [...ring.slice(least), ...ring.slice(0, least)]
  }
  return undefined
}

/** All that some stacks need, themselves included. */
export const withNeeded = (names: Iterable<string>, needs: Needs): ReadonlySet<string> => {
  const all = new Set(names)
  for (const name of all) for (const needed of needs.get(name) ?? []) all.add(needed)
  return all
}

/** The other way round: who needs a stack. */
export const reversed = (needs: Needs): Needs => {
  const back = new Map([...needs.keys()].map(name => [name, new Set<string>()]))
  for (const [name, needed] of needs) for (const one of needed) back.get(one)?.add(name)
  return back
}

/**
 * The needs among some of the stacks alone, also those that go by way of others: whoever needs what needs `a` comes after
 * `a`.
 */
export const among = (names: Iterable<string>, needs: Needs): Needs => {
  const chosen = new Set(names)
  return new Map(
    [...chosen].map(name => {
      const needed = withNeeded(needs.get(name) ?? [], needs)
      return [name, new Set([...needed].filter(one => chosen.has(one) && one !== name))]
    }),
  )
}

/** Names such that each comes behind what it needs; of those that could be next, the least. There must be no ring. */
export const inOrder = (needs: Needs): readonly string[] => {
  const order: string[] = []
  const waiting = new Set([...needs.keys()].sort())
  while (waiting.size > 0) {
    const next = [...waiting].find(name => [...(needs.get(name) ?? [])].every(one => !waiting.has(one)))
    if (next === undefined) break
    waiting.delete(next)
    order.push(next)
  }
  return order
}
