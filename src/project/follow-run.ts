/** A run as events once more: from its record, whether it is still going on or long over. */
import { statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Emit, Phase } from '../contracts/events.js'
import { follow } from '../process/follow.js'
import { type ApplyReport, trackApply } from '../terraform/driver/apply-progress.js'
import { toDiagnostic } from '../terraform/driver/diagnostics.js'
import {
  type ChangeCounts,
  readMessage,
  type TerraformDiagnostic,
  type TerraformMessage,
} from '../terraform/driver/messages.js'
import { toEvent } from '../terraform/driver/translate.js'
import { type RunOutcome, runOutcome } from './run-outcome.js'
import { eventsPath, type RunRecord, readRecord, type StepRecord } from './run-record.js'

export interface Followed {
  readonly record: RunRecord
  readonly outcome: RunOutcome
  /** Of the last step. */
  readonly errors: readonly TerraformDiagnostic[]
  readonly report: ApplyReport
  /** What the apply did, once it has said so. */
  readonly counts: ChangeCounts | undefined
}

const interval = 100

/**
 * Emits the events of a run until it has ended, or `stop` aborts. Changes nothing and needs no lock. A run of another
 * machine is shown as far as it is.
 */
export const followRun = async (
  folder: string,
  given: RunRecord,
  emit: Emit,
  stop: AbortSignal,
): Promise<Followed> => {
  const replay = replayInto(emit)
  let record = given
  const enter = (upTo: number) => {
    for (const step of record.steps) if (step.offset <= upTo) replay.enter(step)
  }
  // Lines tell nothing of where they stand: they are counted.
  let position = 0
  const onLine = (line: string) => {
    enter(position)
    position += Buffer.byteLength(line) + 1
    replay.see(readMessage(line))
  }
  if (isThere(eventsPath(folder))) {
    const lines = follow(eventsPath(folder), 0, onLine)
    try {
      while (!stop.aborted && goesOn(runOutcome(folder, record))) {
        await sleep(interval)
        record = readRecord(folder) ?? record
      }
    } finally {
      lines.finish()
    }
  }
  enter(Number.POSITIVE_INFINITY)
  return { record, outcome: runOutcome(folder, record), ...replay.end() }
}

const goesOn = ({ state }: RunOutcome): boolean => state === 'running' || state === 'detached'

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined

const replayInto = (emit: Emit) => {
  const progress = trackApply([])
  const entered = new Set<StepRecord['offset']>()
  let errors: TerraformDiagnostic[] = []
  let counts: ChangeCounts | undefined
  let current = ''
  return {
    enter: (step: StepRecord) => {
      if (entered.has(step.offset)) return
      entered.add(step.offset)
      errors = []
      current = step.name
      emit({ type: 'phase_start', phase: current as Phase, message: `${step.dialect} ${step.name}` })
    },
    see: (message: TerraformMessage) => {
      progress.see(message)
      if (message.type === 'diagnostic') {
        if (message.diagnostic.severity === 'error') errors.push(message.diagnostic)
        else emit({ type: 'diagnostic', diagnostic: toDiagnostic(message.diagnostic) })
      }
      if (message.type === 'change_summary' && current === 'apply') counts = message.counts
      // An apply repeats its plan.
      const isKnown = message.type === 'planned_change' && current === 'apply'
      const event = isKnown ? undefined : toEvent(message)
      if (event !== undefined) emit(event)
    },
    end: () => ({ errors, report: progress.report(), counts }),
  }
}
