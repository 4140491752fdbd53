import type { Counts, PlanChanges, PlannedAction } from '../contracts/events.js'
import { drive, planOptions } from './drive.js'
import type { DriveOptions } from './options.js'
import { modeOf, planIn } from './plan-in.js'
import { startTask, type Task } from './task.js'

export interface PlanOptions extends DriveOptions {
  /** Plan to destroy everything. Default: false. */
  readonly destroy?: boolean
  /** Only bring the state up to date with what is there. Default: false. */
  readonly refreshOnly?: boolean
}

/** What an apply would change. */
export interface Planned {
  readonly hasChanges: boolean
  readonly counts: Counts
  readonly changes: readonly PlannedResource[]
  /** With values, as in Terraform's JSON plan, but for those that are sensitive. */
  readonly details: PlanChanges
}

export interface PlannedResource {
  readonly address: string
  readonly action: PlannedAction
  /** Why, in Terraform's words: `tainted`, `cannot_update`. */
  readonly reason?: string
  /** Where it was before, for what has moved. */
  readonly previousAddress?: string
}

/**
 * Compiles a project and has tofu/terraform plan; changes nothing. Throws a TerraneError: what is wrong with the project,
 * what tofu/terraform complained of at the lines of Nix, `work-folder-locked`, `interrupted`.
 */
export const plan = (options: PlanOptions = {}): Task<Planned> =>
  startTask(async emit =>
    drive(
      'plan',
      options,
      emit,
      async context => (await planIn(context, planOptions(options, modeOf(options)))).planned,
    ),
  )
