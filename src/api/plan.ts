import type { Counts, PlanChanges, PlannedAction } from '../contracts/events.js'
import type { DriveContext } from '../terraform/driver/context.js'
import {
  plan as makePlan,
  type Plan,
  type PlanOptions as TerraformPlanOptions,
} from '../terraform/driver/plan.js'
import { planChanges } from '../terraform/driver/plan-changes.js'
import { readPlan } from '../terraform/driver/plan-document.js'
import { type DriveOptions, drive, planOptions, refuseRemote } from './drive.js'
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

export const modeOf = ({ destroy, refreshOnly }: PlanOptions): TerraformPlanOptions['mode'] =>
  destroy ? 'destroy' : refreshOnly ? 'refresh-only' : 'normal'

/** The plan as it can be applied, and as it is shown. */
export const planIn = async (
  context: DriveContext,
  options: TerraformPlanOptions,
): Promise<{ readonly made: Plan; readonly planned: Planned }> => {
  refuseRemote(context)
  const made = await makePlan(context, options)
  const document = made.hasChanges || made.hasDrift ? await readPlan(context, made.file) : {}
  const { hasChanges, counts, changes } = made
  return { made, planned: { hasChanges, counts, changes, details: planChanges(document) } }
}
