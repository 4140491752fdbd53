import { expect, it } from 'vitest'
import { type ChunkHost, chunkSize, chunksOf } from '../../src/nixos/systems/chunks.js'

const host = (name: string, settings: Partial<ChunkHost> = {}): ChunkHost => ({
  name,
  searchPath: [],
  isFlake: false,
  reads: [],
  ...settings,
})

const names = (hosts: readonly ChunkHost[], size: number) => chunksOf(hosts, size).map(({ hosts }) => hosts)

it('hosts are evaluated together, so many as there is memory for', () => {
  expect(names([host('a'), host('b'), host('c')], 2)).toEqual([['a', 'b'], ['c']])
  expect(chunkSize(1024 ** 3)).toBe(1)
  expect(chunkSize(4 * 1024 ** 3)).toBe(5)
  expect(chunkSize(1024 ** 4)).toBe(16)
})

it('hosts that read each other stay together, however many', () => {
  const hosts = [host('a', { reads: ['c'] }), host('b'), host('c', { reads: ['d'] }), host('d')]
  expect(names(hosts, 2)).toEqual([['a', 'c', 'd'], ['b']])
})

it('hosts with other search paths are evaluated apart', () => {
  const other = { searchPath: ['nixpkgs=/other'] }
  const hosts = [host('a', { reads: ['b'] }), host('b', other), host('c'), host('d', other)]
  expect(chunksOf(hosts, 4)).toEqual([
    { hosts: ['a', 'c'], searchPath: [], flakes: false },
    { hosts: ['b', 'd'], searchPath: ['nixpkgs=/other'], flakes: false },
  ])
})
