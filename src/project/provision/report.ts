/** What came of a run, for whoever looks later: written where `--report` says, whatever the outcome. */
import type { Diagnostic } from '../../contracts/diagnostic.js'
import type { Counts, PlanChanges, PlannedAction } from '../../contracts/events.js'
import type { HostOutcome } from '../../nixos/deployment.js'
import { type FleetEntry, isDone } from '../../nixos/fleet/report.js'
import { writeAtomically } from '../atomic-write.js'

export type ProvisionOutcome =
  /** There was nothing to change. */
  | 'unchanged'
  | 'applied'
  /** There is something to change, and it was only to be looked at. */
  | 'planned'
  /** There was nothing to change, but for hosts. */
  | 'deployed'
  /** The plan would have destroyed what nobody allowed to destroy. */
  | 'refused'
  | 'interrupted'
  | 'failed'

/** What comes back of a run that went well. */
export interface Provisioned {
  readonly outcome: ProvisionOutcome
  /** What was applied; what there was to apply where that was all that was asked. */
  readonly counts: Counts
  /** Where hosts were deployed. */
  readonly hosts?: readonly HostReport[]
}

export interface HostReport {
  readonly name: string
  /** Whether it is as it should be. */
  readonly done: boolean
  /** Nothing was begun on a host that was `skipped`. */
  readonly outcome: HostOutcome | 'skipped'
  readonly reason?: string
  readonly hint?: string
  readonly seconds: number
}

export interface ProvisionReport {
  readonly version: 1
  readonly name: string
  readonly outcome: ProvisionOutcome
  /** The exit status. */
  readonly status: number
  readonly startedAt: string
  readonly endedAt: string
  /** Absent where there was no plan. */
  readonly plan?: {
    readonly counts: Counts
    readonly changes: readonly { readonly address: string; readonly action: PlannedAction }[]
    /** With values, but for those that are sensitive. */
    readonly details: PlanChanges
  }
  /** Absent where no host was to be deployed, or it did not come to that. */
  readonly hosts?: readonly HostReport[]
  readonly errors: readonly Diagnostic[]
}

/** What is reported of a host. */
export const reportOf = (entry: FleetEntry): HostReport => {
  const { name } = entry
  if ('skipped' in entry) return { name, done: false, outcome: 'skipped', reason: entry.skipped, seconds: 0 }
  const { outcome, reason, hint, seconds } = entry.result
  return {
    name,
    done: isDone(entry),
    outcome,
    ...(reason === undefined ? {} : { reason }),
    ...(hint === undefined ? {} : { hint }),
    seconds,
  }
}

/** Writes the report for its owner alone. Throws `file-access`. */
export const writeReport = (path: string, report: ProvisionReport): void => {
  writeAtomically(path, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 })
}
