/** Which files are tests: those that are named, else those below the working folder by their names. */
import { type Dirent, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { failure, TerraneError } from '../../contracts/diagnostic.js'
import { fileAccess } from '../../contracts/file-access.js'
import { nearest } from '../../contracts/nearest.js'
import { folderEntries } from '../entry.js'
import { readable, statOf } from '../file-access.js'
import { filesIn, isInside } from '../folder.js'

export interface TestFile {
  /** Absolute. */
  readonly path: string
  readonly language: 'nix' | 'script'
}

const nixTest = /\.test\.nix$/
const scriptTest = /\.test\.m?[jt]s$/

/**
 * The files that `values` name, in their order, each once; of a folder, and of the working folder where there are none,
 * all tests below it. Throws `entry-missing` where there is none; `file-access`.
 */
export const testFiles = (values: readonly string[], cwd: string): readonly TestFile[] => {
  const found = new Map<string, TestFile>()
  for (const value of values.length === 0 ? ['.'] : values)
    for (const file of filesOf(value, cwd)) found.set(file.path, file)
  return [...found.values()]
}

const filesOf = (value: string, cwd: string): readonly TestFile[] => {
  const path = resolve(cwd, value)
  const stat = statOf(path)
  if (stat === undefined || value === '') throw missing(value, path)
  if (stat.isDirectory()) {
    const files = below(path, entriesOf(path))
    if (files.length === 0) throw noTests(value)
    return files
  }
  if (/\.nix$/.test(path)) return [{ path: readable(path), language: 'nix' }]
  if (/\.m?[jt]s$/.test(path)) return [{ path: readable(path), language: 'script' }]
  throw failure('entry-missing', `${value} is no test file`, {
    hint: 'Tests are written in Nix (.nix), JavaScript (.mjs, .js) or TypeScript (.ts).',
  })
}

const missing = (value: string, path: string) => {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
    return failure('entry-missing', `'${value}' is a link to something that does not exist`)
  const similar = nearest(basename(path), filesIn(dirname(path)))
  return failure('entry-missing', `there is no file or folder '${value}'`, {
    ...(similar === undefined ? {} : { hint: `did you mean ${join(dirname(value), similar)}?` }),
  })
}

const noTests = (value: string) =>
  failure('entry-missing', `there are no tests in ${value === '.' ? 'this folder' : value}`, {
    notes: [
      'looked for *.test.nix, and for *.test.mjs, .js and .ts that import terrane/test, in it and below',
    ],
    hint: 'A first one: infra.test.nix with { document, ... }: { "makes something" = document ? resource; }',
  })

/** What is made, installed or hidden has no tests of this project. */
const passedOver = (entry: Dirent): boolean => entry.name.startsWith('.') || entry.name === 'node_modules'

const otherHint = 'Nobody can say whether it has tests: name those that are to be run, or their folders.'

const entriesOf = (folder: string, hint?: string): readonly Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    const refused = fileAccess('read', folder, error)
    if (hint === undefined) throw refused
    throw new TerraneError({ ...refused.diagnostics[0], hint }, { cause: error })
  }
}

/** By name, folder by folder; links are not followed. */
const below = (folder: string, entries: readonly Dirent[]): readonly TestFile[] =>
  entries.flatMap((entry): readonly TestFile[] => {
    const path = join(folder, entry.name)
    if (passedOver(entry)) return []
    if (entry.isDirectory()) return below(path, entriesOf(path, otherHint))
    if (!entry.isFile()) return []
    if (nixTest.test(entry.name)) return [{ path, language: 'nix' }]
    return scriptTest.test(entry.name) && isOurs(path) ? [{ path, language: 'script' }] : []
  })

/** The tests of another runner have such names as well. */
const isOurs = (path: string): boolean => {
  try {
    return readFileSync(path, 'utf8').includes('terrane/test')
  } catch {
    return false
  }
}

/**
 * The file with the project's module that a test file is about where nobody says: infra.nix, config.nix or default.nix
 * beside it, or in the nearest folder above, up to the working folder. Undefined: there is none.
 */
export const entryBeside = (testFile: string, cwd: string): string | undefined => {
  for (let folder = dirname(testFile); ; folder = dirname(folder)) {
    for (const name of folderEntries) {
      const path = join(folder, name)
      if (statSync(path, { throwIfNoEntry: false })?.isFile()) return path
    }
    if (folder === cwd || !isInside(folder, cwd) || folder === dirname(folder)) return undefined
  }
}
