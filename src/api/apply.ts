import type { Counts } from '../contracts/events.js'
import { applyPlan } from '../terraform/driver/apply.js'
import { readStateOutputs } from '../terraform/driver/output.js'
import { drive, planOptions } from './drive.js'
import type { Outputs } from './outputs.js'
import type { Planned, PlanOptions } from './plan.js'
import { modeOf, planIn } from './plan-in.js'
import { readableOutputs } from './readable-outputs.js'
import { startTask, type Task } from './task.js'

export interface ApplyOptions extends PlanOptions {
  /** Looks at the plan and says whether it is applied. Exactly that plan is, then. */
  readonly approve: (plan: Planned) => boolean | Promise<boolean>
}

export interface Applied {
  readonly outcome: 'applied' | 'unchanged' | 'declined'
  readonly plan: Planned
  /** How many resources were changed. */
  readonly counts: Counts
  readonly outputs: Outputs
}

const none: Counts = { add: 0, change: 0, destroy: 0, import: 0 }

/**
 * Compiles a project, plans, asks `approve`, and applies exactly that plan; with `destroy: true` takes everything down. Throws
 * what `plan` throws, `terraform-stale-plan`, and of a failed apply what was done, what failed and what was not started.
 */
export const apply = (options: ApplyOptions): Task<Applied> =>
  startTask(async emit =>
    drive('apply', options, emit, async (context): Promise<Applied> => {
      const how = planOptions(options, modeOf(options))
      const { made, planned } = await planIn(context, how)
      if (!planned.hasChanges) {
        const outputs = context.facts.hasOutputs ? await readStateOutputs(context) : {}
        return { outcome: 'unchanged', plan: planned, counts: none, outputs: readableOutputs(outputs) }
      }
      if (!(await options.approve(planned)))
        return { outcome: 'declined', plan: planned, counts: none, outputs: {} }
      const { counts, outputs } = await applyPlan(context, made, how)
      return { outcome: 'applied', plan: planned, counts, outputs: readableOutputs(outputs) }
    }),
  )
