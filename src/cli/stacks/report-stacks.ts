/** One report of what has become of several stacks. */
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import type { StackOutcome } from '../../project/stacks/run-stacks.js'
import type { Invocation } from '../command.js'
import { paint } from '../render/colour.js'
import { printable } from '../render/printable.js'
import type { Progress } from '../render/progress.js'
import { seconds as inWords } from '../render/seconds.js'
import { renderTable } from '../render/table.js'

/** Tells what a stack has come to, as an event. */
export const tellOutcome = (
  { name, result, note, status, seconds }: StackOutcome,
  { emit }: Pick<Progress, 'emit'>,
): void =>
  emit({
    type: 'stack_result',
    stack: name,
    result,
    status,
    seconds,
    ...(note === undefined ? {} : { note }),
  })

/** All outcomes as a table; those that were not begun as events too. */
export const reportStacks = (
  outcomes: readonly StackOutcome[],
  { terminal, common }: Pick<Invocation, 'terminal' | 'common'>,
  progress: Progress,
): void => {
  for (const outcome of outcomes) if (outcome.result === 'skipped') tellOutcome(outcome, progress)
  progress.pause()
  if (common.json) return
  const style = paint(common.colour && terminal.outColour)
  const rows = outcomes.map(({ name, result, note, seconds }) => [
    name,
    style(colours[result] ?? 'green', result),
    seconds < 1 ? '' : style('dim', inWords(Math.round(seconds))),
    printable(note ?? ''),
  ])
  terminal.out(`\n${renderTable(rows)}`)
}

const colours: Readonly<Partial<Record<StackOutcome['result'], 'red' | 'yellow' | 'dim'>>> = {
  failed: 'red',
  interrupted: 'red',
  detached: 'red',
  declined: 'yellow',
  skipped: 'yellow',
  waits: 'yellow',
  drifted: 'yellow',
  unchanged: 'dim',
}

/**
 * All went well: 0, or 2 where one of them says so. Else the status of an interruption; 5 where something was changed all
 * the same; else that of the first failure.
 */
export const statusOfStacks = (outcomes: readonly StackOutcome[]): ExitStatus => {
  const failures = outcomes.filter(({ status }) => status !== exitStatus.ok && status !== exitStatus.changes)
  const [first] = failures
  if (first === undefined)
    return outcomes.some(({ status }) => status === exitStatus.changes) ? exitStatus.changes : exitStatus.ok
  if (failures.some(({ status }) => status === exitStatus.interrupted)) return exitStatus.interrupted
  const changed = outcomes.some(({ result }) => result === 'applied' || result === 'destroyed')
  return changed ? exitStatus.partial : first.status
}
