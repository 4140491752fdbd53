import type { Plan } from '../terraform/driver/plan.js'
import { readPlan } from '../terraform/driver/plan-document.js'
import type { Invocation } from './command.js'
import type { Driving } from './drive-command.js'
import { paint } from './render/colour.js'
import { renderPlan } from './render/plan.js'

/** Prints a plan on standard output; with `--json`, where its events have told it, nothing. */
export const showPlan = async (
  { terminal, common }: Pick<Invocation, 'terminal' | 'common'>,
  { context, progress }: Driving,
  plan: Plan,
): Promise<void> => {
  if (common.json) return
  // Where there is nothing to show, the plan need not be read.
  const document = plan.hasChanges || plan.hasDrift ? await readPlan(context, plan.file) : {}
  progress.pause()
  terminal.out(renderPlan(document, plan.counts, paint(common.colour && terminal.outColour)))
}
