/** The record of a run: what was started, by whom, and how it ended. One folder a run in `.terrane/runs/`. */
import { chmodSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeAtomically } from './atomic-write.js'
import { filesIn } from './folder.js'
import { makeFolder } from './make-folder.js'
import { terraneFolder } from './work-folder.js'

/** `runs/<id>/record.json`. */
export interface RunRecord {
  readonly version: 1
  readonly id: string
  readonly command: string
  readonly pid: number
  readonly childPid?: number
  readonly startedAt: string
  readonly endedAt?: string
  readonly status?: number
}

export interface Run {
  readonly id: string
  /** Its folder, an absolute path. Only its owner may look into it. */
  readonly folder: string
  readonly noteChild: (pid: number) => void
  readonly end: (status: number) => void
}

/** So many of the last runs are kept. */
const kept = 20

/** What a run's folder has that must not outlive the run: a saved plan holds secrets in plain text. */
const planName = 'plan.tfplan'

export const planPath = (runFolder: string): string => join(runFolder, planName)

/** Where the runs of a work folder are kept. */
export const runsFolder = (workFolder: string): string => join(terraneFolder(workFolder), 'runs')

/** A new run's id: sorts by time, and no two runs have the same. */
export const newRunId = (now: Date, pid: number): string =>
  `${now.toISOString().replace(/[-:]/g, '').replace('.', '')}-${pid}`

/** Begins the record of a run. Throws `file-access`. */
export const beginRun = (workFolder: string, id: string, command: string, now: Date): Run => {
  const folder = join(runsFolder(workFolder), id)
  makeFolder(folder, 0o700)
  chmodSync(folder, 0o700)
  let record: RunRecord = { version: 1, id, command, pid: process.pid, startedAt: now.toISOString() }
  const write = (more: Partial<RunRecord>) => {
    record = { ...record, ...more }
    writeAtomically(join(folder, 'record.json'), `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 })
  }
  write({})
  return {
    id,
    folder,
    noteChild: childPid => write({ childPid }),
    end: status => {
      rmSync(planPath(folder), { force: true })
      write({ endedAt: new Date().toISOString(), status })
    },
  }
}

/**
 * Removes all but the last 20 runs, and saved plans that a killed terrane has left behind. Only the holder of the lock
 * may call it: then no other run is at work.
 */
export const pruneRuns = (workFolder: string): void => {
  const runs = filesIn(runsFolder(workFolder))
  const old = runs.slice(0, Math.max(0, runs.length - kept))
  for (const id of old) rmSync(join(runsFolder(workFolder), id), { recursive: true, force: true })
  for (const id of runs) rmSync(planPath(join(runsFolder(workFolder), id)), { force: true })
}
