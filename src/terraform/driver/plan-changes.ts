/**
 * What a plan changes, as Terraform's own JSON plan tells it, for whoever reads events: with values before and after, but
 * without those that are sensitive, which stand there in plain text.
 *
 * The format: https://developer.hashicorp.com/terraform/internals/json-format
 */
import type { PlanChanges } from '../../contracts/events.js'
import type { Change, PlanDocument, ResourceChange } from './plan-document.js'

/** What stands for a sensitive value; the marks beside it, `before_sensitive` and `after_sensitive`, say so as well. */
const hidden = '(sensitive)'

export const planChanges = (plan: PlanDocument): PlanChanges => ({
  resource_changes: (plan.resource_changes ?? []).filter(isChange).map(withoutSecrets),
  resource_drift: (plan.resource_drift ?? []).filter(isChange).map(withoutSecrets),
  output_changes: Object.fromEntries(
    Object.entries(plan.output_changes ?? {})
      .filter(([, { actions }]) => actions[0] !== 'no-op')
      .map(([name, change]) => [name, masked(change)]),
  ),
})

/** What only moves or is imported has no action either. */
const isChange = ({ change, previous_address }: ResourceChange): boolean =>
  change.actions[0] !== 'no-op' || change.importing !== undefined || previous_address !== undefined

const withoutSecrets = (resource: ResourceChange): ResourceChange => ({
  ...resource,
  change: masked(resource.change),
})

/** What is sensitive on one side is hidden on both: a mark may come or go with the change. */
const masked = (change: Change): Change => {
  const marks = [change.before_sensitive, change.after_sensitive]
  return {
    ...change,
    ...('before' in change ? { before: mask(change.before, marks) } : {}),
    ...('after' in change ? { after: mask(change.after, marks) } : {}),
  }
}

const mask = (value: unknown, marks: readonly unknown[]): unknown => {
  if (value === null || value === undefined) return value
  if (marks.includes(true)) return hidden
  if (typeof value !== 'object' || !marks.some(isObject)) return value
  if (Array.isArray(value)) return value.map((element, index) => mask(element, marksBelow(marks, index)))
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, mask(member, marksBelow(marks, name))]),
  )
}

/** Elements move when a list changes: the mark of one holds for all of them. */
const marksBelow = (marks: readonly unknown[], name: string | number): readonly unknown[] =>
  marks.filter(isObject).flatMap(mark => {
    if (Array.isArray(mark)) return mark
    return Object.hasOwn(mark, name) ? [(mark as Readonly<Record<string, unknown>>)[name]] : []
  })

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
