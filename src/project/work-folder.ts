/**
 * The work folder: where `config.tf.json`, Terraform's own files and `.terrane/` live. It belongs to exactly one entry.
 *
 *     <work folder>/
 *       config.tf.json
 *       .terrane/
 *         owner.json      which entry made this folder's document
 *         lock            who drives the folder now
 *         document.sha256 the document that terrane wrote last, to tell one that it did not write
 *         init.json       what the last successful init was for
 *         deployed.json   which systems unattended runs have deployed
 *         files/          copies of source files that the document names, `<hash>-<name>`
 *         gcroots/        keep built store paths from garbage collection
 *         hooks/<host>/   the last deployment that Terraform itself has started
 *         runs/<id>/      one folder a plan or apply: record.json, events.jsonl, errors.txt
 */
import { statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { failure } from '../contracts/diagnostic.js'
import { fileAccess } from '../contracts/file-access.js'
import { createExclusively, readIfThere } from './atomic-write.js'
import type { Entry } from './entry.js'

export interface WorkFolder {
  /** Absolute path. */
  readonly path: string
  /** What identifies the entries: paths relative to the work folder (`../infra.nix`, `..#name`), sorted. */
  readonly entries: readonly string[]
  /** Of a stack of theirs. */
  readonly stack?: string
}

/** Who a work folder belongs to: `owner.json`. */
export interface OwnerRecord {
  readonly version: 1
  readonly entries: readonly string[]
  readonly stack?: string
}

/** Where terrane keeps what is its own in a work folder. */
export const terraneFolder = (workFolder: string): string => join(workFolder, '.terrane')

/** What the last successful init was for. */
export const initRecordPath = (workFolder: string): string => join(terraneFolder(workFolder), 'init.json')

/** The document's path in a work folder. */
export const documentPath = (workFolder: string): string => join(workFolder, 'config.tf.json')

/**
 * The work folder of some entries: `chosen` (`--workdir`), or the folder of the first entry; for an output of a flake a
 * folder of the output's name beside the flake.nix. Touches nothing. Throws `usage` for an output whose name can't be
 * the name of a folder.
 */
export const workFolderOf = (
  entries: readonly Entry[],
  chosen: string | undefined,
  cwd: string,
): WorkFolder => {
  const [first] = entries
  if (first === undefined) throw failure('usage', 'no entry is named')
  const path = chosen === undefined ? defaultFolder(first) : resolve(cwd, chosen)
  return { path, entries: identities(entries, path) }
}

/** The work folder of a stack, at a path that whoever knows the stack has chosen. */
export const workFolderOfStack = (entries: readonly Entry[], stack: string, path: string): WorkFolder => ({
  path,
  entries: identities(entries, path),
  stack,
})

const identities = (entries: readonly Entry[], path: string): readonly string[] =>
  entries.map(entry => identity(entry, path)).sort()

const defaultFolder = (entry: Entry): string => {
  if (entry.kind === 'file') return dirname(entry.path)
  if (/^[\w+-][\w.+-]*$/.test(entry.name)) return join(entry.flake, entry.name)
  throw failure('usage', `the output '${entry.name}' can't be the name of a folder`, {
    hint: 'say where its files should be: --workdir FOLDER',
  })
}

const identity = (entry: Entry, workFolder: string): string =>
  entry.kind === 'file'
    ? relative(workFolder, entry.path)
    : `${relative(workFolder, entry.flake) || '.'}#${entry.name}`

/**
 * Takes the folder for its entries, or finds that it is theirs already. Two entries in one folder would share a state:
 * each plan of the one would destroy what the other made. Throws `work-folder-owned` then, having changed nothing.
 */
export const claimWorkFolder = (folder: WorkFolder): void => {
  refuseFile(folder.path)
  const path = join(terraneFolder(folder.path), 'owner.json')
  const { entries, stack } = folder
  const record: OwnerRecord = { version: 1, entries, ...(stack === undefined ? {} : { stack }) }
  const text = `${JSON.stringify(record, null, 2)}\n`
  const there = readIfThere(path)
  if (there !== undefined || !createExclusively(path, text)) {
    const owner = parseOwner(there ?? readIfThere(path))
    if (owner === undefined || !isOwner(owner, folder)) throw owned(folder, path, owner)
  }
  keepOutOfGit(folder.path)
}

/** Whose a folder is, its entries relative to it; undefined where nobody has taken it. */
export const ownerOf = (workFolder: string): OwnerRecord | undefined =>
  parseOwner(readIfThere(join(terraneFolder(workFolder), 'owner.json')))

/** What `.terrane/` holds is of no use to anyone else: out of git, and so out of a flake. */
const keepOutOfGit = (workFolder: string) => {
  const path = join(terraneFolder(workFolder), '.gitignore')
  if (readIfThere(path) === undefined) createExclusively(path, '*\n')
}

const refuseFile = (path: string) => {
  if (isThere(path) && !statSync(path).isDirectory()) {
    throw failure('file-access', `the work folder ${path} is a file`)
  }
}

const isThere = (path: string): boolean => {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    throw fileAccess('read', path, error)
  }
}

const described = ({ entries, stack }: Pick<OwnerRecord, 'entries' | 'stack'>): string =>
  `${entries.join(', ')}${stack === undefined ? '' : `, stack ${stack}`}`

const owned = (folder: WorkFolder, path: string, owner: OwnerRecord | undefined) =>
  failure('work-folder-owned', `the work folder ${folder.path} belongs to another entry`, {
    notes: [
      `it belongs to ${owner === undefined ? 'an entry that can no longer be read' : described(owner)}`,
      `this is       ${described(folder)}`,
      'one state for both would let each destroy what the other made',
    ],
    hint: `use another folder (--workdir FOLDER); or, if the entry was renamed, delete ${path}`,
  })

const parseOwner = (text: string | undefined): OwnerRecord | undefined => {
  try {
    const record = JSON.parse(text ?? '') as Partial<OwnerRecord> | null
    return Array.isArray(record?.entries) ? (record as OwnerRecord) : undefined
  } catch {
    return undefined
  }
}

const isOwner = (owner: OwnerRecord, { entries, stack }: WorkFolder): boolean =>
  owner.stack === stack &&
  owner.entries.length === entries.length &&
  owner.entries.every((entry, index) => entry === entries[index])
