/**
 * Whether a value of the document can become a value of a type. The conversions are Terraform's
 * (https://developer.hashicorp.com/terraform/language/expressions/types#type-conversion); the test beside this asks a
 * real Terraform about each.
 */
import type { Type } from '../../provider/schema.js'
import { type DocumentSet, isSet } from '../document/blocks.js'
import type { DocumentPath } from '../document/problem.js'
import type { DocumentValue } from '../document/shape.js'
import { isTemplate } from '../document/template/scan.js'
import { didYouMean, ignored, mismatch, type SchemaProblem } from './problem.js'
import { textKind } from './text.js'

/** The attribute whose value is looked at. */
export interface About {
  readonly name: string
  /** Its value must not be shown. */
  readonly sensitive?: boolean | undefined
}

const nothing: readonly never[] = []

/** All in a value that does not fit its type; null fits any type. */
export const checkType = (
  type: Type,
  value: DocumentValue,
  path: DocumentPath,
  about: About,
): readonly SchemaProblem[] => {
  if (value === null || type === 'dynamic') return nothing
  if (typeof value === 'string' && textKind(value) === 'any') return nothing
  if (typeof type === 'string')
    return fitsScalar(type, value)
      ? nothing
      : [unfit(showType(type), value, path, about, scalarHint(type, value))]
  const [kind, inner] = type
  switch (kind) {
    case 'list':
    case 'set':
      if (!Array.isArray(value)) return [unfit(showType(type), value, path, about, listHint(value))]
      return value.flatMap((each, index) => checkType(inner, each, [...path, index], about))
    case 'map':
      if (!isSet(value)) return [unfit(showType(type), value, path, about, objectHint(value))]
      return Object.entries(value).flatMap(([key, each]) => checkType(inner, each, [...path, key], about))
    case 'tuple':
      if (!Array.isArray(value) || value.length !== inner.length)
        return [unfit(`tuple of ${inner.length} elements`, value, path, about)]
      return inner.flatMap((each, index) => checkType(each, value[index] ?? null, [...path, index], about))
    default:
      if (!isSet(value)) return [unfit(showType(type), value, path, about, objectHint(value))]
      return [
        ...checkParts(value, { all: Object.keys(inner), open: type[2] ?? [], hint: nullsHint }, path, about),
        ...Object.entries(inner).flatMap(([key, each]) =>
          checkType(each, value[key] ?? null, [...path, key], about),
        ),
      ]
  }
}

/** The names that an object has: `open` may be left out, `hint` is for one that lacks others. */
export interface Parts {
  readonly all: readonly string[]
  readonly open: readonly string[]
  readonly hint?: string
}

const nullsHint =
  'each of them must be there, if only as null; terrane drops nulls unless it is called with --with-nulls'

/** Whether an object has the parts that its type has: Terraform wants them all, and drops what is too much. */
export const checkParts = (
  value: DocumentSet,
  { all, open, hint }: Parts,
  path: DocumentPath,
  { name }: About,
): readonly SchemaProblem[] => {
  const given = Object.keys(value)
  // A key may come from a template; then no one knows yet which it is.
  if (given.some(isTemplate)) return []
  const missing = all.filter(part => !given.includes(part) && !open.includes(part)).sort()
  const unknown = given.filter(part => !all.includes(part) && part !== '//')
  return [
    ...(missing.length === 0
      ? []
      : [
          mismatch(
            path,
            `Inappropriate value for attribute "${name}": ${enumerate(missing)} required.`,
            hint,
          ),
        ]),
    ...unknown.map(part =>
      ignored(
        [...path, part],
        `Attribute "${name}" has no part "${part}"; Terraform drops it.`,
        didYouMean(part, all) ?? `What there is: ${[...all].sort().join(', ')}.`,
      ),
    ),
  ]
}

const enumerate = (names: readonly string[]): string => {
  const quoted = names.map(name => `"${name}"`)
  if (quoted.length === 1) return `attribute ${quoted[0]} is`
  return `attributes ${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)} are`
}

/** The problem of a value that is of the wrong kind. */
export const unfit = (
  wanted: string,
  value: DocumentValue,
  path: DocumentPath,
  { name, sensitive }: About,
  hint?: string,
): SchemaProblem => {
  const found = sensitive && !isCollection(value) ? `a ${typeof value}` : show(value)
  return mismatch(
    path,
    `Inappropriate value for attribute "${name}": ${wanted} required, not ${found}.`,
    hint,
  )
}

const isCollection = (value: DocumentValue): boolean => Array.isArray(value) || isSet(value)

const number = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[iI]nf)$/
const booleans = new Set(['true', 'false', '1', '0'])

const fitsScalar = (type: 'string' | 'number' | 'bool', value: DocumentValue): boolean => {
  const open = typeof value === 'string' && textKind(value) !== 'literal'
  if (type === 'string') return ['string', 'number', 'bigint', 'boolean'].includes(typeof value)
  if (type === 'bool')
    return typeof value === 'boolean' || open || (typeof value === 'string' && booleans.has(value))
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    open ||
    (typeof value === 'string' && number.test(value))
  )
}

const scalarHint = (type: 'string' | 'number' | 'bool', value: DocumentValue): string | undefined => {
  if (Array.isArray(value) && value.length === 1) return 'one value, without a list around it'
  if (type !== 'bool') return undefined
  if (value === 0 || value === 1) return `write ${value === 1}`
  const lower = typeof value === 'string' ? value.toLowerCase() : ''
  return lower === 'true' || lower === 'false' ? `write ${lower}` : undefined
}

/** One element is easily taken for a list of one. */
export const listHint = (value: DocumentValue): string | undefined =>
  typeof value === 'string' && textKind(value) === 'text' ? undefined : 'write it as a list: [ … ]'

export const objectHint = (value: DocumentValue): string | undefined =>
  Array.isArray(value) && value.length === 1 ? 'one object, without a list around it' : undefined

const show = (value: DocumentValue): string => {
  if (Array.isArray(value))
    return value.length === 0 ? 'an empty list' : `a list of ${value.length === 1 ? 'one' : value.length}`
  if (isSet(value)) return 'an object'
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}

/** A type as Terraform's messages name it: `set of object`. */
export const showType = (type: Type): string => {
  if (typeof type === 'string') return type
  const [kind, inner] = type
  return kind === 'object' || kind === 'tuple' ? kind : `${kind} of ${showType(inner)}`
}
