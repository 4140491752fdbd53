/** A plan for people: what is created, updated, replaced, destroyed, with the attributes that differ. */
import type { Counts, PlannedAction } from '../../contracts/events.js'
import type { Change, PlanDocument, ResourceChange } from '../../terraform/driver/plan-document.js'
import { actionWords } from './actions.js'
import { attributeRows, type Path, wholeValue } from './attributes.js'
import type { Paint } from './colour.js'
import { printable } from './printable.js'

/** The order of groups: what is lost stands last, next to the summary and the question. */
const groups: readonly PlannedAction[] = [
  'read',
  'move',
  'import',
  'forget',
  'create',
  'update',
  'replace',
  'delete',
]

/** The lines of Nix that ask for a resource, or for one of its attributes, as they are shown. */
export type ShowPlaces = (address: string, path: Path) => string

/** The whole plan; ends in a newline. */
export const renderPlan = (
  plan: PlanDocument,
  counts: Counts,
  style: Paint,
  places: ShowPlaces = () => '',
): string => {
  const changes = (plan.resource_changes ?? []).map(change => ({ change, action: actionOf(change) }))
  const drift = (plan.resource_drift ?? []).filter(({ change }) => change.actions[0] !== 'no-op')
  const resources = groups.flatMap(group =>
    changes
      .filter(({ action }) => action === group)
      .flatMap(({ change }) => resourceLines(change, group, style, places)),
  )
  const outputs = Object.entries(plan.output_changes ?? {})
    .filter(([, change]) => change.actions[0] !== 'no-op')
    .map(([name, change]) => `  ${outputLine(name, change, style)}`)
  return [
    ...section('Changed outside of Terraform since the last apply:', driftLines(drift, style)),
    ...section('', resources),
    ...section('Outputs:', outputs),
    style('bold', summary(counts, resources.length + outputs.length > 0, drift.length > 0)),
    '',
  ].join('\n')
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [...(title === '' ? [] : [title]), ...lines, '']

const summary = (
  { add, change, destroy, import: imported }: Counts,
  any: boolean,
  drift: boolean,
): string => {
  if (add + change + destroy + imported === 0) {
    if (any) return 'Plan: no changes to resources.'
    return drift ? 'Nothing to change; the state is behind what is there.' : 'Nothing to change.'
  }
  const parts = [
    ...(imported > 0 ? [`${imported} to import`] : []),
    `${add} to add`,
    `${change} to change`,
    `${destroy} to destroy`,
  ]
  return `Plan: ${parts.join(', ')}.`
}

/** What `show -json` lists as actions, in one word. */
export const actionOf = ({ change, previous_address }: ResourceChange): PlannedAction => {
  const actions = change.actions.join(' ')
  if (actions === 'delete create' || actions === 'create delete') return 'replace'
  if (actions === 'no-op' || actions === '') {
    if (change.importing !== undefined) return 'import'
    return previous_address === undefined ? 'noop' : 'move'
  }
  return (
    (['create', 'read', 'update', 'delete', 'forget'] as const).find(name => name === actions) ?? 'update'
  )
}

const resourceLines = (
  resource: ResourceChange,
  action: PlannedAction,
  style: Paint,
  places: ShowPlaces,
): readonly string[] => {
  const { sign, colour, plan } = actionWords[action]
  const remarks = [
    reasonOf(resource),
    resource.previous_address === undefined ? undefined : `was ${printable(resource.previous_address)}`,
    resource.change.importing?.id === undefined ? undefined : `id ${printable(resource.change.importing.id)}`,
  ].filter(remark => remark !== undefined)
  const remark = remarks.length > 0 ? ` (${remarks.join('; ')})` : ''
  const title = `${style(colour, sign.padStart(3))} ${printable(resource.address)}  ${style(colour, plan)}${remark}`
  const at = (path: Path) => place(places(resource.address, path), style)
  // What is destroyed is gone as a whole: its attributes say nothing that the address doesn't.
  return action === 'delete' || action === 'forget'
    ? [title]
    : // Of what is new, all attributes are: the place of the whole says enough.
      action === 'update' || action === 'replace'
      ? [title, ...rows(resource.change, style, at)]
      : [`${title}${at([])}`, ...rows(resource.change, style)]
}

const place = (text: string, style: Paint): string => (text === '' ? '' : `  ${style('dim', text)}`)

const reasonOf = ({ action_reason, change }: ResourceChange): string | undefined => {
  if (action_reason !== 'replace_because_cannot_update') return reasons[action_reason ?? '']
  const names = new Set((change.replace_paths ?? []).map(([first]) => String(first)))
  return `for a change of ${printable([...names].join(', '))}`
}

/** https://developer.hashicorp.com/terraform/internals/json-format, `action_reason`. */
const reasons: Readonly<Record<string, string>> = {
  replace_because_tainted: 'its last creation failed half-way',
  replace_by_request: 'as asked for',
  replace_by_triggers: 'replace_triggered_by',
  delete_because_no_resource_config: 'no longer in the configuration',
  delete_because_no_module: 'its module is no longer in the configuration',
  delete_because_wrong_repetition: 'count or for_each was added or removed',
  delete_because_count_index: 'its index is beyond count',
  delete_because_each_key: 'its key is no longer in for_each',
  read_because_config_unknown: 'depends on values that are not yet known',
  read_because_dependency_pending: 'depends on changes that are not yet made',
  read_because_check_nested: 'for a check',
}

const rows = (change: Change, style: Paint, at: (path: Path) => string = () => ''): readonly string[] => {
  const all = attributeRows(change)
  if (all.length === 0 && change.actions[0] === 'update')
    return ['      only what counts as sensitive changes']
  const width = Math.min(32, Math.max(0, ...all.map(({ path }) => path.length)))
  return all.map(({ path, steps, before, after, forcesReplacement }) => {
    const name = printable(path).padEnd(width)
    const force = forcesReplacement ? style('magenta', '  forces replacement') : ''
    return `      ${name}  ${between(before, after, style)}${force}${at(steps)}`
  })
}

const between = (before: string | undefined, after: string | undefined, style: Paint): string => {
  if (before === undefined) return style('green', after ?? '')
  return `${style('red', before)} → ${after === undefined ? style('dim', '(none)') : style('green', after)}`
}

const outputLine = (name: string, change: Change, style: Paint): string => {
  const action =
    change.actions[0] === 'create' ? 'create' : change.actions[0] === 'delete' ? 'delete' : 'update'
  const { sign, colour } = actionWords[action]
  const row = wholeValue(change)
  const text = action === 'delete' || row === undefined ? '' : `  ${between(row.before, row.after, style)}`
  return `${style(colour, sign)} ${printable(name)}${text}`
}

const driftLines = (drift: readonly ResourceChange[], style: Paint): readonly string[] =>
  drift.flatMap(resource =>
    resource.change.actions[0] === 'delete'
      ? [`  ${style('red', '-')} ${printable(resource.address)}  is gone`]
      : [`  ${style('yellow', '~')} ${printable(resource.address)}`, ...rows(resource.change, style)],
  )
