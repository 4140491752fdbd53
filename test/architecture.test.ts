/** The house: imports go one way, and never round. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { repository } from './support/nix.js'

const source = join(repository, 'src')

/** From left to right: a room may import from itself and from those before it. */
const rooms = [
  'contracts',
  'process',
  'provider',
  'nix',
  'modules',
  'terraform',
  'nixos',
  'project',
  'api',
  'cli',
  'launch',
]

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))

/** Imports of types alone are gone when the program runs: two types may well speak of each other. */
const ofTypes = /^import type [\s\S]*?from '[^']*'$/gm

const importsOf = (file: string, ignored?: RegExp): readonly string[] =>
  [
    ...readFileSync(join(source, file), 'utf8')
      .replace(ignored ?? /$^/, '')
      .matchAll(/(?:from|import\()\s*'(\.[^']*)'/g),
  ].map(([, path]) => relative(source, join(source, dirname(file), path!)).replace(/\.js$/, '.ts'))

const importMap = (ignored?: RegExp) =>
  new Map(files.map(file => [file, importsOf(file, ignored).filter(path => files.includes(path))]))

const roomOf = (file: string): string | undefined => (file.includes('/') ? file.split('/')[0] : undefined)

it('every folder of src is a known room', () => {
  expect(rooms).toEqual(
    expect.arrayContaining([...new Set(files.map(roomOf).filter(room => room !== undefined))]),
  )
})

it('a room imports from its left only', () => {
  const wrong: string[] = []
  for (const [file, paths] of importMap())
    for (const path of paths) {
      const [from, to] = [roomOf(file), roomOf(path)]
      if (from !== undefined && to !== undefined && rooms.indexOf(to) > rooms.indexOf(from))
        wrong.push(`${file} → ${path}`)
    }
  expect(wrong).toEqual([])
})

it('no file imports itself by a way round', () => {
  const imports = importMap(ofTypes)
  const done = new Set<string>()
  const walk = (file: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file]
    if (done.has(file)) return undefined
    for (const path of imports.get(file) ?? []) {
      const round = walk(path, [...way, file])
      if (round !== undefined) return round
    }
    done.add(file)
    return undefined
  }
  expect(files.map(file => walk(file, [])).find(round => round !== undefined)).toBeUndefined()
})
