/** Which run somebody means. */

import { resolve } from 'node:path'
import { failure } from '../contracts/diagnostic.js'
import { resolveEntries } from './entry.js'
import { runOutcome } from './run-outcome.js'
import { type RunRecord, readRuns } from './run-record.js'
import { workFolderOf } from './work-folder.js'

export interface FoundRun {
  readonly folder: string
  readonly record: RunRecord
}

/**
 * The work folder whose runs are asked for. Where it is named, no entry has to be there. Touches nothing. Throws
 * `entry-missing`.
 */
export const folderOfRuns = (files: readonly string[], workdir: string | undefined, cwd: string): string =>
  workdir === undefined
    ? workFolderOf(resolveEntries(files, cwd), undefined, cwd).path
    : resolve(cwd, workdir)

/**
 * The run with the id, or with the only one that begins or ends like it; without an id the one that is going on, else
 * the last one that had tofu/terraform do something. Throws `run-missing`.
 */
export const findRun = (workFolder: string, id: string | undefined): FoundRun => {
  const runs = readRuns(workFolder)
  const found = id === undefined ? latest(runs) : named(runs, id)
  if (found !== undefined) return found
  throw failure(
    'run-missing',
    id === undefined ? `nothing has run in ${workFolder} yet` : `there is no run '${id}' in ${workFolder}`,
    {
      ...(runs.length === 0 ? {} : { hint: 'terrane runs lists them' }),
    },
  )
}

const latest = (runs: readonly FoundRun[]): FoundRun | undefined =>
  runs.findLast(({ folder, record }) => {
    const { state } = runOutcome(folder, record)
    return state === 'running' || state === 'detached'
  }) ?? runs.findLast(({ record }) => record.steps.length > 0)

const named = (runs: readonly FoundRun[], id: string): FoundRun | undefined => {
  const exact = runs.find(({ record }) => record.id === id)
  if (exact !== undefined) return exact
  const like = runs.filter(({ record }) => record.id.startsWith(id) || record.id.endsWith(id))
  return like.length === 1 ? like[0] : undefined
}
