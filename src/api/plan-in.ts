import type { DriveContext } from '../terraform/driver/context.js'
import type { Plan, PlanOptions as TerraformPlanOptions } from '../terraform/driver/plan.js'
import { planChanges } from '../terraform/driver/plan-changes.js'
import { readPlan } from '../terraform/driver/plan-document.js'
import type { Planned, PlanOptions } from './plan.js'

export type { TerraformPlanOptions }

export const modeOf = ({ destroy, refreshOnly }: PlanOptions): TerraformPlanOptions['mode'] =>
  destroy ? 'destroy' : refreshOnly ? 'refresh-only' : 'normal'

/** A plan as it is shown; its hosts come later. */
export const shownPlan = async (context: DriveContext, made: Plan): Promise<Omit<Planned, 'hosts'>> => {
  const document = made.hasChanges || made.hasDrift ? await readPlan(context, made.file) : {}
  const { hasChanges, counts, changes } = made
  return { hasChanges, counts, changes, details: planChanges(document) }
}
