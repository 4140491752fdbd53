import type { Position } from '../contracts/diagnostic.js'
import type { PlanPlace } from '../contracts/events.js'
import type { LocateAttribute } from '../project/plan-places.js'
import type { QueryContext } from '../terraform/driver/context.js'
import type { Plan } from '../terraform/driver/plan.js'
import { planChanges } from '../terraform/driver/plan-changes.js'
import { type PlanDocument, readPlan } from '../terraform/driver/plan-document.js'
import type { Invocation } from './command.js'
import type { Driving } from './drive-command.js'
import { attributeRows, showPath } from './render/attributes.js'
import { paint } from './render/colour.js'
import { renderPlan } from './render/plan.js'
import { shownPath } from './render/shown-path.js'

/** Prints a plan on standard output; with `--json` as one more event. */
export const showPlan = async (
  { terminal, common }: Pick<Invocation, 'terminal' | 'common'>,
  { context, progress, places }: Driving,
  plan: Plan,
  { offline = false, read }: { readonly offline?: boolean; readonly read?: PlanDocument } = {},
): Promise<void> => {
  const document = read ?? (await readShown(context, plan))
  if (common.json) {
    const mark = offline ? { offline: true as const } : {}
    progress.emit({
      type: 'plan_changes',
      ...planChanges(document),
      places: placesOf(document, places),
      ...mark,
    })
    return
  }
  progress.pause()
  const shown = ({ file, line }: Position) => `${shownPath(file, terminal.cwd)}:${line}`
  const show = (address: string, path: readonly (string | number)[]) =>
    places(address, path).map(shown).join(', ')
  const style = paint(common.colour && terminal.outColour)
  terminal.out(renderPlan(document, plan.counts, style, show))
  if (offline) terminal.out(style('yellow', plannedOffline))
}

/** What there is to show of a plan: where that is nothing, it need not be read. */
export const readShown = async (context: QueryContext, plan: Plan): Promise<PlanDocument> =>
  plan.hasChanges || plan.hasDrift ? await readPlan(context, plan.file) : {}

const plannedOffline =
  "Planned offline, as if nothing existed: what data sources and imports give is invented. It can't be applied.\n"

/** For each resource that is made, and for each attribute that changes, where Nix asks for it. */
const placesOf = (document: PlanDocument, places: LocateAttribute): readonly PlanPlace[] =>
  (document.resource_changes ?? []).flatMap(({ address, change }) => {
    if (change.actions[0] === 'no-op') return []
    const paths =
      change.actions.includes('create') && change.actions.length === 1
        ? [[]]
        : attributeRows(change).map(({ steps }) => steps)
    return paths.flatMap(path =>
      places(address, path).map(position => ({
        address,
        ...(path.length === 0 ? {} : { attribute: showPath(path) }),
        ...position,
      })),
    )
  })
