/** What came of a run, for whoever looks later: written where `--report` says, whatever the outcome. */
import type { Diagnostic } from '../../contracts/diagnostic.js'
import type { Counts, PlanChanges, PlannedAction } from '../../contracts/events.js'
import { writeAtomically } from '../atomic-write.js'

export type ProvisionOutcome =
  /** There was nothing to change. */
  | 'unchanged'
  | 'applied'
  /** There is something to change, and it was only to be looked at. */
  | 'planned'
  /** The plan would have destroyed what nobody allowed to destroy. */
  | 'refused'
  | 'interrupted'
  | 'failed'

/** What comes back of a run that went well. */
export interface Provisioned {
  readonly outcome: ProvisionOutcome
  /** What was applied; what there was to apply where that was all that was asked. */
  readonly counts: Counts
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
  readonly errors: readonly Diagnostic[]
}

/** Writes the report for its owner alone. Throws `file-access`. */
export const writeReport = (path: string, report: ProvisionReport): void => {
  writeAtomically(path, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 })
}
