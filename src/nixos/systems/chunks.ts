/**
 * All hosts are evaluated in as few runs of Nix as memory allows: what they share is evaluated once a run, and a run
 * needs memory for each of them. Hosts that read each other's configurations stay together, or each of their runs would
 * evaluate the others again.
 */
import { totalmem } from 'node:os'

export interface ChunkHost {
  readonly name: string
  /** Hosts with different search paths can't be in one run. */
  readonly searchPath: readonly string[]
  readonly isFlake: boolean
  /** Hosts whose configurations it reads. */
  readonly reads: readonly string[]
}

export interface Chunk {
  readonly hosts: readonly string[]
  readonly searchPath: readonly string[]
  readonly flakes: boolean
}

/** A NixOS evaluation takes some 400 MB; half of the machine is left to others. */
export const chunkSize = (memory: number = totalmem()): number =>
  Math.min(16, Math.max(1, Math.floor(memory / 2 / (400 * 1024 * 1024))))

/** Groups hosts, in their order. Only hosts that belong together make a chunk larger than `size`. */
export const chunksOf = (hosts: readonly ChunkHost[], size: number): readonly Chunk[] => {
  const chunks: { hosts: string[]; searchPath: readonly string[]; flakes: boolean; key: string }[] = []
  for (const group of groupsOf(hosts)) {
    const [{ searchPath, isFlake }] = group
    const key = JSON.stringify([searchPath, isFlake])
    const names = group.map(({ name }) => name)
    const room = chunks.find(chunk => chunk.key === key && chunk.hosts.length + names.length <= size)
    if (room === undefined) chunks.push({ hosts: names, searchPath, flakes: isFlake, key })
    else room.hosts.push(...names)
  }
  return chunks.map(({ key: _, ...chunk }) => chunk)
}

type Group = readonly [ChunkHost, ...ChunkHost[]]

/** Hosts that must not be parted; those with different search paths have to be. */
const groupsOf = (hosts: readonly ChunkHost[]): readonly Group[] => {
  const leaders = new Map(hosts.map(({ name }) => [name, name]))
  const leaderOf = (name: string): string => {
    const leader = leaders.get(name)!
    return leader === name ? name : leaderOf(leader)
  }
  const byName = new Map(hosts.map(host => [host.name, host]))
  for (const host of hosts)
    for (const other of host.reads) {
      const read = byName.get(other)
      if (read !== undefined && sameSurroundings(host, read))
        leaders.set(leaderOf(other), leaderOf(host.name))
    }
  const groups = new Map<string, ChunkHost[]>()
  for (const host of hosts) {
    const leader = leaderOf(host.name)
    groups.set(leader, [...(groups.get(leader) ?? []), host])
  }
  return [...groups.values()] as unknown as readonly Group[]
}

const sameSurroundings = (a: ChunkHost, b: ChunkHost): boolean =>
  a.isFlake === b.isFlake && JSON.stringify(a.searchPath) === JSON.stringify(b.searchPath)
