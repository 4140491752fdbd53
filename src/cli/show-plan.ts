import type { Plan } from '../terraform/driver/plan.js'
import { planChanges } from '../terraform/driver/plan-changes.js'
import { readPlan } from '../terraform/driver/plan-document.js'
import type { Invocation } from './command.js'
import type { Driving } from './drive-command.js'
import { paint } from './render/colour.js'
import { renderPlan } from './render/plan.js'

/** Prints a plan on standard output; with `--json` as one more event. */
export const showPlan = async (
  { terminal, common }: Pick<Invocation, 'terminal' | 'common'>,
  { context, progress }: Driving,
  plan: Plan,
  { offline = false }: { readonly offline?: boolean } = {},
): Promise<void> => {
  // Where there is nothing to show, the plan need not be read.
  const document = plan.hasChanges || plan.hasDrift ? await readPlan(context, plan.file) : {}
  if (common.json) {
    const mark = offline ? { offline: true as const } : {}
    progress.emit({ type: 'plan_changes', ...planChanges(document), ...mark })
    return
  }
  progress.pause()
  const style = paint(common.colour && terminal.outColour)
  terminal.out(renderPlan(document, plan.counts, style))
  if (offline) terminal.out(style('yellow', plannedOffline))
}

const plannedOffline =
  "Planned offline, as if nothing existed: what data sources and imports give is invented. It can't be applied.\n"
