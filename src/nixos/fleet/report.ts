/** What has become of each host. */
import type { HostOutcome, HostResult } from '../deployment.js'

export type FleetEntry =
  | (Asked & { readonly result: HostResult })
  /** Nothing was begun on it; why. */
  | (Asked & { readonly skipped: string })

interface Asked {
  readonly name: string
  /** It was to be in place for the next boot, no more. */
  readonly wanted?: 'boot'
}

const good: ReadonlySet<HostOutcome> = new Set(['deployed', 'unchanged'])

/** Whether the host is as it was asked to be. What is only installed is so where no more was asked for. */
export const isDone = (entry: FleetEntry): boolean =>
  'result' in entry &&
  (good.has(entry.result.outcome) || (entry.result.outcome === 'installed' && entry.wanted === 'boot'))
