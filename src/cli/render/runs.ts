/** The runs of a work folder as a table. */
import { describeExit } from '../../process/describe-exit.js'
import type { RunOutcome } from '../../project/run-outcome.js'
import type { RunRecord } from '../../project/run-record.js'
import type { Colour, Paint } from './colour.js'
import { seconds } from './seconds.js'

export interface ShownRun {
  readonly record: RunRecord
  readonly outcome: RunOutcome
  /** In a project that has several. */
  readonly stack?: string
}

/** One line a run. `now` is for those that are going on. */
export const renderRuns = (runs: readonly ShownRun[], now: Date, style: Paint): string => {
  const several = runs.some(({ stack }) => stack !== undefined)
  const rows = runs.map(({ record, stack }) => [
    record.id,
    ...(several ? [stack ?? ''] : []),
    record.command,
    `${record.startedAt.slice(0, 16).replace('T', ' ')}Z`,
    duration(record, now),
  ])
  const widths = (rows[0] ?? []).map((_, column) => Math.max(0, ...rows.map(row => row[column]!.length)))
  return rows
    .map((row, index) => {
      const cells = row.map((cell, column) => cell.padEnd(widths[column]!))
      const { outcome, record } = runs[index]!
      return `${cells.join('  ')}  ${style(colourOf(outcome), describeOutcome(outcome, record))}\n`
    })
    .join('')
}

/** How a run stands, in words. */
export const describeOutcome = (outcome: RunOutcome, record: RunRecord): string => {
  switch (outcome.state) {
    case 'running':
      return record.interruptedAt === undefined
        ? 'is going on'
        : 'was interrupted, finishes what it has begun'
    case 'detached':
      return `goes on without terrane: ${outcome.step.dialect} ${outcome.step.name} (process ${outcome.step.program.pid})`
    case 'elsewhere':
      return `runs on ${outcome.host}, or was cut off there`
    case 'ended':
      return ended(outcome.status)
    case 'ended-alone':
      return outcome.exit.status === 0
        ? 'done, without terrane'
        : `failed, without terrane: ${outcome.step.name} ${describeExit(outcome.exit)}`
    case 'cut-off':
      return 'cut off before anything was changed'
    case 'unknown':
      return 'cut off, and nobody saw how it ended'
  }
}

const ended = (status: number): string => {
  if (status === 0 || status === 2) return 'done'
  return status === 130 ? 'interrupted' : `failed (exit status ${status})`
}

const colourOf = (outcome: RunOutcome): Colour => {
  if (outcome.state === 'running' || outcome.state === 'detached') return 'cyan'
  const isDone =
    (outcome.state === 'ended' && (outcome.status === 0 || outcome.status === 2)) ||
    (outcome.state === 'ended-alone' && outcome.exit.status === 0)
  return isDone ? 'green' : 'yellow'
}

const duration = ({ startedAt, endedAt }: RunRecord, now: Date): string => {
  const end = endedAt === undefined ? now : new Date(endedAt)
  return seconds((end.getTime() - new Date(startedAt).getTime()) / 1000)
}
