/** What has become of each host, at the end of a deployment. */
import type { HostOutcome } from '../../nixos/deployment.js'
import { type FleetEntry, isDone } from '../../nixos/fleet/report.js'
import type { Colour, Paint } from './colour.js'
import { printable } from './printable.js'
import { renderTable } from './table.js'

const words: Readonly<Record<HostOutcome, { readonly text: string; readonly colour: Colour }>> = {
  deployed: { text: 'deployed', colour: 'green' },
  unchanged: { text: 'unchanged', colour: 'green' },
  'rolled-back': { text: 'rolled back', colour: 'red' },
  failed: { text: 'failed', colour: 'red' },
  installed: { text: 'installed, not activated', colour: 'yellow' },
  unknown: { text: 'unknown', colour: 'red' },
}

/** A line a host, with why and what to do where there is something to say; then how many are as they should be. */
export const renderDeployReport = (
  entries: readonly FleetEntry[],
  { style, verbose }: { readonly style: Paint; readonly verbose: boolean },
): string => {
  const rows = entries.flatMap(entry => rowsOf(entry, style, verbose))
  const done = entries.filter(isDone).length
  const colour = done === entries.length ? 'green' : done === 0 ? 'red' : 'yellow'
  return `${renderTable(rows)}${style(colour, summary(done, entries.length))}\n`
}

const summary = (done: number, all: number): string => {
  if (all === 1) return done === 1 ? 'The host is as it should be.' : 'The host is not as it should be.'
  return done === all
    ? `All ${all} hosts are as they should be.`
    : done === 0
      ? `None of ${all} hosts is as it should be.`
      : `${done} of ${all} hosts are as they should be.`
}

const rowsOf = (entry: FleetEntry, style: Paint, verbose: boolean): readonly (readonly string[])[] => {
  if ('skipped' in entry) return [[entry.name, style('yellow', 'not begun'), printable(entry.skipped)]]
  const { name, outcome, reason, hint, keysChanged, newlyFailedUnits, roundTrips, seconds } = entry.result
  const { text, colour } = words[outcome]
  const facts = [
    `${seconds.toFixed(1)}s`,
    ...(keysChanged.length > 0 ? [`keys: ${keysChanged.join(', ')}`] : []),
    ...(newlyFailedUnits.length > 0 ? [`failed units: ${newlyFailedUnits.join(', ')}`] : []),
    ...(verbose ? [`${roundTrips} round trips`] : []),
  ].join(', ')
  return [
    [name, style(colour, text), facts],
    ...(reason === undefined ? [] : [['', '', printable(reason).split('\n')[0]!]]),
    ...(hint === undefined ? [] : [['', '', style('cyan', `hint: ${printable(hint)}`)]]),
  ]
}
