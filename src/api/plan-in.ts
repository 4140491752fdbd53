import type { DriveContext } from '../terraform/driver/context.js'
import { type Plan, plan, type PlanOptions as TerraformPlanOptions } from '../terraform/driver/plan.js'
import { planChanges } from '../terraform/driver/plan-changes.js'
import { readPlan } from '../terraform/driver/plan-document.js'
import { refuseRemote } from './drive.js'
import type { Planned, PlanOptions } from './plan.js'

export const modeOf = ({ destroy, refreshOnly }: PlanOptions): TerraformPlanOptions['mode'] =>
  destroy ? 'destroy' : refreshOnly ? 'refresh-only' : 'normal'

/** The plan as it can be applied, and as it is shown. */
export const planIn = async (
  context: DriveContext,
  options: TerraformPlanOptions,
): Promise<{ readonly made: Plan; readonly planned: Planned }> => {
  refuseRemote(context)
  const made = await plan(context, options)
  const document = made.hasChanges || made.hasDrift ? await readPlan(context, made.file) : {}
  const { hasChanges, counts, changes } = made
  return { made, planned: { hasChanges, counts, changes, details: planChanges(document) } }
}
