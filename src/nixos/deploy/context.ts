/** What a deployment is given from outside. */
import type { ClosureDiff, Emit } from '../../contracts/events.js'
import type { Run } from '../../process/runner.js'

export interface DeployContext {
  readonly run: Run
  readonly emit: Emit
  readonly env: Readonly<Record<string, string | undefined>>
  /** As the lock on the host names it: `alice@laptop`. */
  readonly owner: string
  /** Aborts to stop: before anything was changed at once, later by going back. */
  readonly signal?: AbortSignal
  /** Aborts to go at once; what was armed ends by itself. */
  readonly leave?: AbortSignal
  /** Asked once it is known what will change. */
  readonly approve?: (preview: DeployPreview) => Promise<boolean>
  /** How long a host that was lost is looked for; when absent, as long as it may take to end the deployment by itself. */
  readonly patienceSeconds?: number
}

export interface DeployPreview {
  readonly host: string
  readonly diff?: ClosureDiff
  /** Names of the keys that change. */
  readonly keys: readonly string[]
}
