/** Which changes of a plan end an object: what nobody has looked at must have been allowed. */
import type { PlannedAction } from '../contracts/events.js'

export interface Change {
  readonly address: string
  readonly action: PlannedAction
  /** As Terraform's messages have it. */
  readonly reason?: string
}

/** Those that delete or replace; `isMeant` says which replacements somebody has asked for. */
export const destructive = <Planned extends Change>(
  changes: readonly Planned[],
  isMeant: (change: Planned) => boolean,
): readonly Planned[] =>
  changes.filter(change => change.action === 'delete' || (change.action === 'replace' && !isMeant(change)))
