/** The record of a run: what was started, by whom, and how it ended. One folder a run in `.terrane/runs/`. */
import { chmodSync, readFileSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { identify, type ProcessIdentity } from '../process/alive.js'
import type { Processes } from '../process/guarded.js'
import { writeAtomically } from './atomic-write.js'
import { filesIn } from './folder.js'
import { makeFolder } from './make-folder.js'
import { terraneFolder } from './work-folder.js'

/** `runs/<id>/record.json`. */
export interface RunRecord {
  readonly version: 1
  readonly id: string
  readonly command: string
  /** The machine that it runs on. */
  readonly host: string
  /** The terrane that began it. */
  readonly terrane: ProcessIdentity
  readonly startedAt: string
  /** What it had tofu/terraform do, one after the other. */
  readonly steps: readonly StepRecord[]
  /** When tofu/terraform was asked to stop. */
  readonly interruptedAt?: string
  /** When terrane stopped waiting for it. */
  readonly leftAt?: string
  readonly endedAt?: string
  /** The exit status of terrane; absent where nobody knows how the run ended. */
  readonly status?: number
}

/** One tofu/terraform. */
export interface StepRecord {
  /** `init`, `plan`, `apply`. */
  readonly name: string
  readonly dialect: string
  readonly startedAt: string
  /** Where its lines begin in `events.jsonl`. */
  readonly offset: number
  readonly guard: ProcessIdentity
  readonly program: ProcessIdentity
  /** The file in the run's folder that gets its exit status. */
  readonly exit: string
}

export interface Run {
  readonly id: string
  /** Its folder, an absolute path. Only its owner may look into it. */
  readonly folder: string
  /** Notes a step that is about to begin. Throws `file-access`: what can't be noted is not begun. */
  readonly noteStep: (step: Omit<StepRecord, 'guard' | 'program' | 'startedAt'>, processes: Processes) => void
  /** What happens from then on is noted where that is possible, a full disk stops nothing. */
  readonly noteInterrupt: () => void
  readonly noteLeft: () => void
  /** Returns whether it could be noted. */
  readonly end: (status: number) => boolean
}

/** So many of the last runs are kept. */
const kept = 20

/** What a run's folder has that must not outlive the run: a saved plan holds secrets in plain text. */
const planName = 'plan.tfplan'

export const planPath = (runFolder: string): string => join(runFolder, planName)

/** Where a run's tofu/terraform writes its events, and what it prints on standard error. */
export const eventsPath = (runFolder: string): string => join(runFolder, 'events.jsonl')
export const errorsPath = (runFolder: string): string => join(runFolder, 'errors.txt')

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
  let record: RunRecord = {
    version: 1,
    id,
    command,
    host: hostname(),
    terrane: identify(process.pid),
    startedAt: now.toISOString(),
    steps: [],
  }
  const write = (more: Partial<RunRecord>) => {
    writeRecord(folder, { ...record, ...more })
    record = { ...record, ...more }
  }
  const tryToWrite = (more: Partial<RunRecord>): boolean => {
    try {
      write(more)
      return true
    } catch {
      return false
    }
  }
  const isoNow = () => new Date().toISOString()
  write({})
  return {
    id,
    folder,
    noteStep: (step, processes) =>
      write({ steps: [...record.steps, { ...step, startedAt: isoNow(), ...processes }] }),
    noteInterrupt: () => void tryToWrite({ interruptedAt: isoNow() }),
    noteLeft: () => void tryToWrite({ leftAt: isoNow() }),
    end: status => {
      // First, so that there is room for the rest.
      rmSync(planPath(folder), { force: true })
      return tryToWrite({ endedAt: isoNow(), status })
    },
  }
}

/** Writes the record of a run. Throws `file-access`. */
export const writeRecord = (folder: string, record: RunRecord): void => {
  writeAtomically(join(folder, 'record.json'), `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 })
}

/** The record of a run; undefined where there is none that can be read. */
export const readRecord = (folder: string): RunRecord | undefined => {
  try {
    const record = JSON.parse(readFileSync(join(folder, 'record.json'), 'utf8')) as Partial<RunRecord> | null
    return typeof record?.id === 'string' && Array.isArray(record.steps) && typeof record.terrane === 'object'
      ? (record as RunRecord)
      : undefined
  } catch {
    return undefined
  }
}

/** All runs of a work folder, the oldest first. */
export const readRuns = (
  workFolder: string,
): readonly { readonly folder: string; readonly record: RunRecord }[] =>
  filesIn(runsFolder(workFolder)).flatMap(id => {
    const folder = join(runsFolder(workFolder), id)
    const record = readRecord(folder)
    return record === undefined ? [] : [{ folder, record }]
  })

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
