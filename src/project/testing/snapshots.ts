/**
 * Snapshots of a test file: values as they were when somebody last looked at them. They lie beside it in
 * `__snapshots__/<file>.snap`, a text that reviews can read: a headline for each, then the value as JSON.
 */
import { basename, dirname, join } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import { readIfThere, writeAtomically } from '../atomic-write.js'

/** What is done with a value that is new, or another than before. `never`: nothing is written, new ones fail. */
export type SnapshotMode = 'new' | 'update' | 'never'

export interface Snapshots {
  readonly path: string
  readonly before: ReadonlyMap<string, string>
  readonly taken: Map<string, string>
}

export interface SnapshotCounts {
  readonly written: number
  readonly updated: number
  readonly removed: number
  readonly obsolete: number
}

export const snapshotFile = (testFile: string): string =>
  join(dirname(testFile), '__snapshots__', `${basename(testFile)}.snap`)

/** Reads what was written before. Throws `snapshot-file` where the file is none of ours. */
export const openSnapshots = (testFile: string): Snapshots => {
  const path = snapshotFile(testFile)
  const text = readIfThere(path)
  return { path, before: text === undefined ? new Map() : parseSnapshots(text, path), taken: new Map() }
}

/** Notes a value; returns what was there before where that is another, or undefined. */
export const takeSnapshot = (
  { before, taken }: Snapshots,
  name: string,
  text: string,
  mode: SnapshotMode,
): { readonly before: string | undefined } | undefined => {
  const known = before.get(name)
  if (known === text || mode === 'update' || (known === undefined && mode === 'new')) {
    taken.set(name, text)
    return undefined
  }
  return { before: known }
}

/**
 * Writes what was taken, if anything is new. `isCurrent` says of an older snapshot whether its test is still there; what is
 * obsolete goes on `update` only. Throws `file-access`.
 */
export const writeSnapshots = (
  { path, before, taken }: Snapshots,
  mode: SnapshotMode,
  isCurrent: (name: string) => boolean,
): SnapshotCounts => {
  const obsolete = [...before.keys()].filter(name => !taken.has(name) && !isCurrent(name))
  const dropped = mode === 'update' ? new Set(obsolete) : new Set<string>()
  const all = new Map([...before].filter(([name]) => !dropped.has(name)))
  let written = 0
  let updated = 0
  for (const [name, text] of taken) {
    if (!before.has(name)) written++
    else if (before.get(name) !== text) updated++
    all.set(name, text)
  }
  if (written + updated + dropped.size > 0) writeAtomically(path, renderSnapshots(all))
  return { written, updated, removed: dropped.size, obsolete: obsolete.length - dropped.size }
}

const headline =
  '# Written by `terrane test`. Read what changes in it: `terrane test --update` takes what comes as right.'
const marker = '=== '

/** In the order of their names: the same snapshots are the same text. */
export const renderSnapshots = (snapshots: ReadonlyMap<string, string>): string =>
  [
    headline,
    ...[...snapshots.keys()]
      .sort()
      .map(name => `\n${marker}${escaped(name)}\n${snapshots.get(name)!.trimEnd()}`),
    '',
  ].join('\n')

/** JSON never has a line that begins with the marker. */
export const parseSnapshots = (text: string, path: string): ReadonlyMap<string, string> => {
  const [head, ...parts] = text.replace(/\r\n/g, '\n').split(/^=== /m)
  if (!head!.startsWith('# Written by `terrane test`'))
    throw failure('snapshot-file', `${path} is no file of snapshots that terrane wrote`, {
      hint: 'Move it away, or restore it from version control.',
    })
  return new Map(
    parts.map(part => {
      const end = part.indexOf('\n')
      return [unescaped(part.slice(0, end)), `${part.slice(end + 1).trimEnd()}\n`]
    }),
  )
}

const escaped = (name: string): string =>
  name.replace(/[\\\n\r]/g, sign => (sign === '\\' ? '\\\\' : sign === '\n' ? '\\n' : '\\r'))

const unescaped = (name: string): string =>
  name.replace(/\\([\\nr])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign === 'r' ? '\r' : '\\'))
