/**
 * What has become of a run, from its record, the processes that it names, and the exit status that the guard of its
 * tofu/terraform has left. So it can be told of a run whose terrane is long gone.
 */
import { hostname } from 'node:os'
import { join } from 'node:path'
import { type ExitStatus, exitStatus } from '../contracts/exit-status.js'
import { isAlive } from '../process/alive.js'
import { type Exit, readExit } from '../process/guarded.js'
import { type RunRecord, readRuns, type StepRecord, writeRecord } from './run-record.js'

export type RunOutcome =
  /** Its terrane waits for it. */
  | { readonly state: 'running' }
  /** Nobody waits for it; it works all the same. */
  | { readonly state: 'detached'; readonly step: StepRecord }
  /** It was begun on another machine, which alone can tell. */
  | { readonly state: 'elsewhere'; readonly host: string }
  /** Its terrane saw the end, and left with this status. */
  | { readonly state: 'ended'; readonly status: number }
  /** Its terrane was gone before; this is how the last tofu/terraform ended. */
  | { readonly state: 'ended-alone'; readonly step: StepRecord; readonly exit: Exit }
  /** Its terrane was gone before tofu/terraform had anything to change. */
  | { readonly state: 'cut-off' }
  /** Its terrane is gone, its tofu/terraform as well, and nobody saw how it ended. */
  | { readonly state: 'unknown'; readonly step: StepRecord }

/** Only these change something: a plan that nobody waited for is of no use to anyone. */
const changing = new Set(['apply'])

export const runOutcome = (folder: string, record: RunRecord): RunOutcome => {
  if (record.endedAt !== undefined && record.status !== undefined)
    return { state: 'ended', status: record.status }
  if (record.host !== hostname()) return { state: 'elsewhere', host: record.host }
  const step = record.steps.at(-1)
  const works = step !== undefined && (isAlive(step.guard) || isAlive(step.program))
  // A terrane that has said that it leaves may still be on its way out.
  if (record.leftAt === undefined && isAlive(record.terrane)) return { state: 'running' }
  if (works) return { state: 'detached', step }
  if (step === undefined || !changing.has(step.name)) return { state: 'cut-off' }
  const exit = readExit(join(folder, step.exit))
  return exit === undefined ? { state: 'unknown', step } : { state: 'ended-alone', step, exit }
}

/** The exit status that a terrane which had waited would have left with. */
export const statusOf = (record: RunRecord, { status }: Exit): ExitStatus => {
  if (status === 0) return exitStatus.ok
  return record.interruptedAt === undefined ? exitStatus.failed : exitStatus.interrupted
}

const openStates: ReadonlySet<RunOutcome['state']> = new Set(['running', 'detached', 'elsewhere'])

/** A run that ended without its terrane. */
export interface Unattended {
  readonly folder: string
  readonly record: RunRecord
  readonly outcome: RunOutcome
}

/**
 * Completes the records of runs whose terrane has gone before them, so that each is told about once. Only the holder of
 * the lock may call it. Returns those that may have changed something.
 */
export const closeUnattended = (workFolder: string): readonly Unattended[] =>
  readRuns(workFolder).flatMap(({ folder, record }) => {
    if (record.endedAt !== undefined) return []
    const outcome = runOutcome(folder, record)
    if (openStates.has(outcome.state)) return []
    const status = outcome.state === 'ended-alone' ? { status: statusOf(record, outcome.exit) } : {}
    try {
      writeRecord(folder, { ...record, endedAt: new Date().toISOString(), ...status })
    } catch {
      // It will be told once more.
    }
    return outcome.state === 'cut-off' ? [] : [{ folder, record, outcome }]
  })
