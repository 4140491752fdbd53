/** One argument against its schema: whether it may be given at all, and whether its value fits. */
import type { Attribute, Attributes, NestedType } from '../../provider/schema.js'
import { isSet } from '../document/blocks.js'
import type { DocumentPath } from '../document/problem.js'
import type { DocumentValue } from '../document/shape.js'
import { deprecated, lacking, mismatch, type SchemaProblem } from './problem.js'
import { textKind } from './text.js'
import { type About, checkParts, checkType, listHint, objectHint, unfit } from './type.js'

/** All that is wrong with an argument. One that is null counts as left out. */
export const checkAttribute = (
  attribute: Attribute,
  value: DocumentValue,
  path: DocumentPath,
  name: string,
): readonly SchemaProblem[] => {
  if (value === null) return nothing
  if (isReadOnly(attribute)) return [readOnly(path, name)]
  const { type = 'dynamic', nested_type: nested } = attribute
  const about = { name, sensitive: attribute.sensitive }
  const problems =
    nested === undefined ? checkType(type, value, path, about) : checkNested(nested, value, path, about)
  return attribute.deprecated
    ? [
        deprecated(path, `The argument "${name}" is deprecated.`, firstSentence(attribute.description)),
        ...problems,
      ]
    : problems
}

const nothing: readonly never[] = []

/** Providers refuse a value for what they alone decide, Terraform does not. */
export const isReadOnly = ({ required, optional }: Attribute): boolean => !required && !optional

const readOnly = (path: DocumentPath, name: string): SchemaProblem =>
  mismatch(
    path,
    `Can't configure a value for "${name}": the provider decides on it when it applies.`,
    'leave it out, and refer to it where it is needed',
  )

const checkNested = (
  { nesting_mode: nesting, attributes = {} }: NestedType,
  value: DocumentValue,
  path: DocumentPath,
  about: About,
): readonly SchemaProblem[] => {
  if (typeof value === 'string' && textKind(value) === 'any') return []
  const each = (element: DocumentValue, at: DocumentPath) => checkObject(attributes, element, at, about)
  switch (nesting) {
    case 'list':
    case 'set':
      if (!Array.isArray(value)) return [unfit(`${nesting} of object`, value, path, about, listHint(value))]
      return value.flatMap((element, index) => each(element, [...path, index]))
    case 'map':
      if (!isSet(value)) return [unfit('map of object', value, path, about, objectHint(value))]
      return Object.entries(value).flatMap(([key, element]) => each(element, [...path, key]))
    default:
      return each(value, path)
  }
}

const checkObject = (
  attributes: Attributes,
  value: DocumentValue,
  path: DocumentPath,
  about: About,
): readonly SchemaProblem[] => {
  if (value === null || (typeof value === 'string' && textKind(value) === 'any')) return []
  if (!isSet(value)) return [unfit('object', value, path, about, objectHint(value))]
  const all = Object.keys(attributes)
  const open = all.filter(each => !attributes[each]!.required)
  return [
    ...checkParts(value, { all, open }, path, about),
    ...all.flatMap(each => {
      const attribute = attributes[each]!
      const given = value[each]
      if (given === null && attribute.required) return [missingArgument([...path, each], each)]
      return given === undefined ? [] : checkAttribute(attribute, given, [...path, each], each)
    }),
  ]
}

export const missingArgument = (path: DocumentPath, name: string): SchemaProblem =>
  lacking(path, `The argument "${name}" is required, but no definition was found.`)

/** Where a description says what to use instead, it does so at once. */
const firstSentence = (description = ''): string | undefined => {
  const [sentence] = description.split(/(?<=\.)\s/)
  return sentence === '' ? undefined : sentence
}
