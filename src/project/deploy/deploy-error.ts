/** A deployment that went wrong as an error, for whoever runs one where nobody looks at a report of it. */
import { failure, type TerraneError } from '../../contracts/diagnostic.js'
import { exitStatus } from '../../contracts/exit-status.js'
import { fleetStatus } from '../../nixos/fleet/fleet.js'
import { type FleetEntry, isDone } from '../../nixos/fleet/report.js'

/** The error where hosts are not as they should be, or `interrupt` has said to stop; undefined where all is well. */
export const deployError = (
  entries: readonly FleetEntry[],
  interrupt: AbortSignal | undefined,
): TerraneError | undefined => {
  if (interrupt?.aborted) return failure('interrupted', 'interrupted while hosts were deployed')
  const left = entries.filter(entry => !isDone(entry))
  if (left.length === 0) return undefined
  const some = fleetStatus(entries) === exitStatus.partial
  return failure(
    some ? 'deploy-partial' : 'deploy-failed',
    entries.length === 1
      ? `the host ${entries[0]!.name} is not as it should be`
      : some
        ? `not as ${left.length === 1 ? 'it' : 'they'} should be: ${left.length} of ${entries.length} hosts`
        : `none of ${entries.length} hosts is as it should be`,
    { notes: left.map(described), hint: left.flatMap(hintOf)[0] ?? 'terrane hosts shows what runs on each' },
  )
}

const described = (entry: FleetEntry): string =>
  'skipped' in entry
    ? `${entry.name}: not begun: ${entry.skipped}`
    : `${entry.name}: ${entry.result.outcome.replace('-', ' ')}${entry.result.reason === undefined ? '' : `: ${entry.result.reason.split('\n')[0]}`}`

const hintOf = (entry: FleetEntry): readonly string[] =>
  'result' in entry && entry.result.hint !== undefined ? [entry.result.hint] : []
