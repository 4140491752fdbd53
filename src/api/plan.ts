import type { Counts, PlanChanges, PlannedAction } from '../contracts/events.js'
import { plan as makePlan } from '../terraform/driver/plan.js'
import { drive, planOptions, refuseRemote } from './drive.js'
import { hostsOfTask, plannedHost } from './hosts-of-task.js'
import type { DriveOptions } from './options.js'
import { modeOf, shownPlan } from './plan-in.js'
import { startTask, type Task } from './task.js'

export interface PlanOptions extends DriveOptions {
  /** Plan to destroy everything. Default: false. */
  readonly destroy?: boolean
  /** Only bring the state up to date with what is there. Default: false. */
  readonly refreshOnly?: boolean
  /** Whether NixOS hosts are evaluated, and deployed after an apply, where the project has some. Default: true. */
  readonly deploy?: boolean
}

/** What an apply would change. */
export interface Planned {
  readonly hasChanges: boolean
  readonly counts: Counts
  readonly changes: readonly PlannedResource[]
  /** With values, as in Terraform's JSON plan, but for those that are sensitive. */
  readonly details: PlanChanges
  /** The NixOS hosts that an apply deploys afterwards. */
  readonly hosts: readonly PlannedHost[]
}

export interface PlannedHost {
  readonly name: string
  /** The store path of its system. Absent where that is known only after the apply. */
  readonly system?: string
  /** The inputs that it waits for: `inputs.db.host`. */
  readonly waits: readonly string[]
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
    drive('plan', options, emit, async (driving): Promise<Planned> => {
      const { context } = driving
      refuseRemote(context)
      const how = planOptions(options, modeOf(options))
      const made = await makePlan(context, how)
      const shown = await shownPlan(context, made)
      const { hosts } = await hostsOfTask(driving, options, how)
      return { ...shown, hosts: ((await hosts?.plan(context, made)) ?? []).map(plannedHost) }
    }),
  )
