/** Which run somebody means. */

import { resolve } from 'node:path'
import { failure } from '../contracts/diagnostic.js'
import { resolveEntries } from './entry.js'
import { runOutcome } from './run-outcome.js'
import { type RunRecord, readRuns } from './run-record.js'
import { notedStackFolders } from './stacks/stack-folders.js'
import { workFolderOf } from './work-folder.js'

export interface FoundRun {
  readonly folder: string
  readonly record: RunRecord
}

/** Whose runs are asked for: `-f`, `--workdir`, `--stack`. */
export interface RunsOf {
  readonly file?: readonly string[]
  readonly workdir?: string
  readonly stack?: string
}

/**
 * The work folders whose runs are asked for: of a project with stacks all of theirs, by name. Where a folder is named, no
 * entry has to be there. Touches nothing. Throws `entry-missing`, `stack-unknown`.
 */
export const foldersOfRuns = (
  { file = [], workdir, stack }: RunsOf,
  cwd: string,
): readonly { readonly path: string; readonly stack?: string }[] => {
  const path =
    workdir === undefined
      ? workFolderOf(resolveEntries(file, cwd), undefined, cwd).path
      : resolve(cwd, workdir)
  const stacks = notedStackFolders(path) ?? new Map<string, string>()
  if (stack === undefined)
    return [{ path }, ...[...stacks].map(([name, folder]) => ({ path: folder, stack: name }))]
  const folder = stacks.get(stack)
  if (folder !== undefined) return [{ path: folder, stack }]
  throw failure('stack-unknown', `nothing is known of a stack '${stack}' in ${path}`, {
    ...(stacks.size === 0 ? {} : { notes: [`it has ${[...stacks.keys()].join(', ')}`] }),
  })
}

/** The one of some folders that has the run which is meant; the first where none has it. */
export const folderWithRun = (
  folders: readonly { readonly path: string }[],
  id: string | undefined,
): string => {
  const found = folders.flatMap(({ path }) => {
    const run = meant(readRuns(path), id)
    return run === undefined ? [] : [{ path, run }]
  })
  const open = found.find(({ run }) => isOpen(run))
  const last = found.toSorted((a, b) => (a.run.record.id < b.run.record.id ? -1 : 1)).at(-1)
  return (open ?? last ?? folders[0]!).path
}

/**
 * The run with the id, or with the only one that begins or ends like it; without an id the one that is going on, else
 * the last one that had tofu/terraform do something. Throws `run-missing`.
 */
export const findRun = (workFolder: string, id: string | undefined): FoundRun => {
  const runs = readRuns(workFolder)
  const found = meant(runs, id)
  if (found !== undefined) return found
  throw failure(
    'run-missing',
    id === undefined ? `nothing has run in ${workFolder} yet` : `there is no run '${id}' in ${workFolder}`,
    {
      ...(runs.length === 0 ? {} : { hint: 'terrane runs lists them' }),
    },
  )
}

const meant = (runs: readonly FoundRun[], id: string | undefined): FoundRun | undefined =>
  id === undefined ? latest(runs) : named(runs, id)

const isOpen = ({ folder, record }: FoundRun): boolean => {
  const { state } = runOutcome(folder, record)
  return state === 'running' || state === 'detached'
}

const latest = (runs: readonly FoundRun[]): FoundRun | undefined =>
  runs.findLast(isOpen) ?? runs.findLast(({ record }) => record.steps.length > 0)

const named = (runs: readonly FoundRun[], id: string): FoundRun | undefined => {
  const exact = runs.find(({ record }) => record.id === id)
  if (exact !== undefined) return exact
  const like = runs.filter(({ record }) => record.id.startsWith(id) || record.id.endsWith(id))
  return like.length === 1 ? like[0] : undefined
}
