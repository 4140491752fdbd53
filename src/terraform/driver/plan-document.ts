/**
 * A saved plan as data: `show -json`. It redacts nothing; what is sensitive stands beside it, in `before_sensitive` and
 * `after_sensitive`, and is for whoever shows it to hide.
 *
 * The format: https://developer.hashicorp.com/terraform/internals/json-format
 */
import type { QueryContext } from './context.js'
import { query } from './query.js'

export interface PlanDocument {
  readonly resource_changes?: readonly ResourceChange[]
  readonly resource_drift?: readonly ResourceChange[]
  readonly output_changes?: Readonly<Record<string, Change>>
}

export interface ResourceChange {
  readonly address: string
  readonly previous_address?: string
  readonly mode?: string
  readonly change: Change
  readonly action_reason?: string
}

export interface Change {
  readonly actions: readonly string[]
  readonly before?: unknown
  readonly after?: unknown
  /** `true` where the value is known only after the apply; sets and lists nest. */
  readonly after_unknown?: unknown
  readonly before_sensitive?: unknown
  readonly after_sensitive?: unknown
  readonly replace_paths?: readonly (readonly (string | number)[])[]
  readonly importing?: { readonly id?: string }
}

/** Reads a saved plan. Throws `terraform-failed`. */
export const readPlan = async (context: QueryContext, file: string): Promise<PlanDocument> =>
  (await query(context, ['show', '-json', '-no-color', file])) as PlanDocument
