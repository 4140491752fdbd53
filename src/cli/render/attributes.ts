/** The attributes of a planned change, as rows. What is sensitive never gets into a row. */
import type { Change } from '../../terraform/driver/plan-document.js'

export interface AttributeRow {
  /** `tags.Name`, `ingress[0].from_port`. */
  readonly path: string
  /** The same in steps. */
  readonly steps: Path
  readonly before?: string
  readonly after?: string
  readonly forcesReplacement: boolean
}

/** A value with what Terraform says about it, all three of the same shape, or `true` for all that is below. */
interface Side {
  readonly value: unknown
  readonly unknown?: unknown
  readonly sensitive: unknown
}

export type Path = readonly (string | number)[]

/** The rows of what differs between before and after; of a creation, all that is set. */
export const attributeRows = (change: Change): readonly AttributeRow[] => {
  const before: Side = { value: change.before ?? undefined, sensitive: change.before_sensitive }
  const after: Side = {
    value: change.after ?? undefined,
    unknown: change.after_unknown,
    sensitive: change.after_sensitive,
  }
  const forcing = change.replace_paths ?? []
  return differences(before, after, []).map(({ path, ...texts }) => ({
    path: showPath(path),
    steps: path,
    ...texts,
    forcesReplacement: forcing.some(other => other.every((step, index) => step === path[index])),
  }))
}

/** The two sides of a value as a whole, such as an output's; undefined where they do not differ. */
export const wholeValue = (change: Change): Pick<AttributeRow, 'before' | 'after'> | undefined => {
  const [row] = leaf(
    { value: change.before ?? undefined, sensitive: change.before_sensitive },
    { value: change.after ?? undefined, unknown: change.after_unknown, sensitive: change.after_sensitive },
    [],
  )
  return row
}

interface Difference {
  readonly path: Path
  readonly before?: string
  readonly after?: string
}

const differences = (before: Side, after: Side, path: Path): readonly Difference[] => {
  if (before.sensitive !== true && after.sensitive !== true && after.unknown !== true) {
    const names = commonNames(before, after, path)
    if (names !== undefined) {
      return names.flatMap(name => differences(member(before, name), member(after, name), [...path, name]))
    }
  }
  return leaf(before, after, path)
}

const leaf = (before: Side, after: Side, path: Path): readonly Difference[] => {
  if (sameSide(before, after)) return []
  // What was or will be sensitive is shown on neither side.
  const marks = [before.sensitive, after.sensitive]
  const [textBefore, textAfter] = shorten(show(before, marks), show(after, marks))
  return [
    {
      path,
      ...(textBefore === undefined ? {} : { before: textBefore }),
      ...(textAfter === undefined ? {} : { after: textAfter }),
    },
  ]
}

/** What to go into: objects, and lists that keep their length. The resource itself always, also when it is new. */
const commonNames = (before: Side, after: Side, path: Path): readonly (string | number)[] | undefined => {
  const [a, b] = [before.value, after.value]
  if (isObject(b) && (isObject(a) || (path.length === 0 && a === undefined))) {
    const unknown = isObject(after.unknown) ? Object.keys(after.unknown) : []
    return [...new Set([...Object.keys(a ?? {}), ...Object.keys(b), ...unknown])].sort()
  }
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.length > 0) return [...a.keys()]
  return undefined
}

const member = ({ value, unknown, sensitive }: Side, name: string | number): Side => ({
  value: at(value, name) ?? undefined,
  unknown: unknown === true ? true : at(unknown, name),
  sensitive: sensitive === true ? true : at(sensitive, name),
})

const at = (value: unknown, name: string | number): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string | number, unknown>)[name]
    : undefined

const sameSide = (before: Side, after: Side): boolean =>
  after.unknown !== true &&
  JSON.stringify(before.value) === JSON.stringify(after.value) &&
  !hasTrue(after.unknown)

const hasTrue = (mark: unknown): boolean =>
  mark === true || (typeof mark === 'object' && mark !== null && Object.values(mark).some(hasTrue))

const show = (side: Side, marks: readonly unknown[]): string | undefined =>
  side.unknown === true || side.value !== undefined ? showValue(side.value, side.unknown, marks) : undefined

const showValue = (value: unknown, unknown: unknown, marks: readonly unknown[]): string => {
  if (marks.includes(true)) return '(sensitive)'
  if (unknown === true) return '(known after apply)'
  const below = (name: string | number) =>
    showValue(at(value, name), at(unknown, name), marksBelow(marks, name))
  if (Array.isArray(value)) return `[${[...value.keys()].map(below).join(', ')}]`
  if (isObject(value)) {
    const marked = isObject(unknown) ? Object.keys(unknown) : []
    const names = [...new Set([...Object.keys(value), ...marked])].sort()
    return `{ ${names.map(name => `${name} = ${below(name)}`).join(', ')} }`
  }
  return JSON.stringify(value ?? null)
}

/** Elements move when a list changes: the mark of one holds for all of them. */
const marksBelow = (marks: readonly unknown[], name: string | number): readonly unknown[] =>
  marks.flatMap(mark => (Array.isArray(mark) ? mark : [at(mark, name)]))

const longest = 100

/** Cuts long texts to where they begin to differ. */
const shorten = (
  before: string | undefined,
  after: string | undefined,
): readonly [string | undefined, string | undefined] => {
  const start = before === undefined || after === undefined ? 0 : firstDifference(before, after)
  const from = Math.max(0, start - 20)
  const cut = (text: string | undefined) => {
    if (text === undefined || text.length <= longest) return text
    const end = from + longest
    return `${from > 0 ? '…' : ''}${text.slice(from, end)}${text.length > end ? `… (${text.length} characters)` : ''}`
  }
  return [cut(before), cut(after)]
}

const firstDifference = (a: string, b: string): number => {
  let index = 0
  while (index < a.length && a[index] === b[index]) index++
  return index
}

export const showPath = (path: Path): string =>
  path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${step}`))
    .join('')

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
