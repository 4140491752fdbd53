/** `after` must lead somewhere. */
import type { DescribedHosts } from '../described-host.js'
import { complainOf, type HostProblem } from './problem.js'

/** One problem for each ring of hosts that wait for each other, told of its first host. */
export const checkOrder = (hosts: DescribedHosts): readonly HostProblem[] => {
  const rings = new Map<string, readonly string[]>()
  for (const name of Object.keys(hosts)) {
    const ring = ringFrom(name, hosts)
    const members = ring === undefined ? '' : [...ring].sort().join(' ')
    if (ring !== undefined && !rings.has(members)) rings.set(members, ring)
  }
  return [...rings.values()].map(ring =>
    complainOf(ring[0]!)(['after'], `comes after itself: ${[...ring, ring[0]!].join(' after ')}`),
  )
}

/** The way from a host back to itself. */
const ringFrom = (start: string, hosts: DescribedHosts): readonly string[] | undefined => {
  const seen = new Set<string>()
  const walk = (name: string, way: readonly string[]): readonly string[] | undefined => {
    for (const next of hosts[name]?.after ?? []) {
      if (next === start) return way
      if (seen.has(next)) continue
      seen.add(next)
      const found = walk(next, [...way, next])
      if (found !== undefined) return found
    }
    return undefined
  }
  return walk(start, [start])
}
