/** What a user names with `-f` or as compile's positional. */
import { basename, dirname, join, resolve } from 'node:path'
import { failure } from '../contracts/diagnostic.js'
import { nearest } from '../contracts/nearest.js'
import { readable, statOf } from './file-access.js'
import { filesIn } from './folder.js'

export type Entry =
  /** A .nix file, an absolute path. */
  | { readonly kind: 'file'; readonly path: string }
  /** `.#name` or `path#name`: an output of a flake; `flake` is the absolute path of its folder. */
  | { readonly kind: 'flake'; readonly flake: string; readonly name: string }

/** The files that a folder stands for, the first that exists. */
export const folderEntries = ['infra.nix', 'config.nix', 'default.nix'] as const

/**
 * Finds the entries that `-f` values name; none means `.`. Relative values start at `cwd`. Throws `entry-missing` that
 * says what was looked for; `file-access` for what can't be read; `usage` for an empty name, and for several flakes.
 */
export const resolveEntries = (values: readonly string[], cwd: string): readonly Entry[] => {
  const entries = (values.length === 0 ? ['.'] : values).map(value => resolveEntry(value, cwd))
  const flakes = [...new Set(entries.flatMap(entry => (entry.kind === 'flake' ? [entry.flake] : [])))]
  if (flakes.length > 1)
    throw failure('usage', 'the entries are outputs of several flakes', {
      notes: flakes,
      hint: 'make one an input of the other, and name outputs of that one',
    })
  return entries
}

/** Where relative paths of a project start: the folder of its first file, or of its flake. */
export const projectFolder = ([first]: readonly Entry[]): string =>
  first === undefined ? '/' : first.kind === 'file' ? dirname(first.path) : first.flake

const resolveEntry = (value: string, cwd: string): Entry => {
  if (value === '')
    throw failure('usage', 'the name of the entry is empty', { hint: 'name a file or folder, as in -f .' })
  const hash = value.indexOf('#')
  // A file may have a '#' in its name; what exists is meant.
  if (hash >= 0 && statOf(resolve(cwd, value)) === undefined) {
    return flakeEntry(value.slice(0, hash), value.slice(hash + 1), value, cwd)
  }
  const path = resolve(cwd, value)
  const stat = statOf(path)
  if (stat === undefined) throw missing(value, path)
  return { kind: 'file', path: readable(stat.isDirectory() ? folderEntry(path, value) : path) }
}

const folderEntry = (folder: string, value: string): string => {
  const found = folderEntries.map(name => join(folder, name)).find(path => statOf(path)?.isFile())
  if (found !== undefined) return found
  const looked = `looked for ${folderEntries.join(', ')}`
  const others = filesIn(folder).filter(name => name.endsWith('.nix'))
  throw failure('entry-missing', `the folder ${value} has no infrastructure module`, {
    notes: [looked, ...(others.length > 0 ? [`it has ${others.join(', ')}`] : [])],
    hint: folderHint(others),
  })
}

const folderHint = (others: readonly string[]): string => {
  if (others.includes('flake.nix')) return 'name an output of its flake, as in -f .#name'
  const [first] = others
  return first === undefined ? 'write an infra.nix, or name a file with -f' : `name a file, as in -f ${first}`
}

const missing = (value: string, path: string) => {
  const similar = nearest(basename(path), filesIn(dirname(path)))
  return failure('entry-missing', `there is no file or folder ${value}`, {
    notes: [`looked for ${path}`],
    ...(similar === undefined ? {} : { hint: `did you mean ${join(dirname(value), similar)}?` }),
  })
}

const flakeEntry = (reference: string, output: string, value: string, cwd: string): Entry => {
  const local = reference.replace(/^path:/, '')
  if (/^[a-z+]+:/.test(local)) {
    throw failure('entry-missing', `${value} names a flake that is not a folder of this machine`, {
      hint: 'clone it, then name an output of the clone: -f path/to/clone#name',
    })
  }
  const folder = resolve(cwd, local)
  const flake = flakeFolder(folder)
  if (flake === undefined) {
    throw failure('entry-missing', `there is no flake.nix for ${value}`, {
      notes: [`looked in ${folder} and the folders above it`],
    })
  }
  return { kind: 'flake', flake, name: output === '' ? 'default' : output }
}

/** The nearest folder with a flake.nix, from `folder` upwards, as the `nix` command finds the flake of `.`. */
const flakeFolder = (folder: string): string | undefined => {
  if (statOf(join(folder, 'flake.nix'))?.isFile()) return folder
  const parent = dirname(folder)
  return parent === folder ? undefined : flakeFolder(parent)
}
