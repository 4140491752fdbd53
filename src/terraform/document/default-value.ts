/**
 * Whether the default of a variable fits its type constraint. Terraform converts: numbers and booleans to text and back
 * (go-cty, convert); what it may convert is let through.
 */
import { isSet } from './blocks.js'
import type { DocumentPath } from './problem.js'
import type { DocumentValue } from './shape.js'
import type { TypeConstraint } from './type-constraint.js'

export interface Misfit {
  /** Where in the value. */
  readonly path: DocumentPath
  readonly wanted: string
}

/** What can't be converted; only the first of each place. */
export const misfits = (
  value: DocumentValue,
  type: TypeConstraint,
  path: DocumentPath = [],
): readonly Misfit[] => {
  // null is a value of every type.
  if (value === null) return []
  const wrong = (wanted: string): readonly Misfit[] => [{ path, wanted }]
  switch (type.kind) {
    case 'any':
      return []
    case 'string':
      return typeof value === 'object' ? wrong('a string is required') : []
    case 'number':
      return isNumber(value) ? [] : wrong('a number is required')
    case 'bool':
      return isBoolean(value) ? [] : wrong('a bool is required')
    case 'list':
    case 'set':
      return Array.isArray(value)
        ? value.flatMap((element, index) => misfits(element, type.element, [...path, index]))
        : wrong(`a ${type.kind} is required`)
    case 'map':
      return isSet(value)
        ? Object.keys(value).flatMap(name => misfits(value[name]!, type.element, [...path, name]))
        : wrong('a map is required')
    case 'tuple':
      return Array.isArray(value) && value.length === type.elements.length
        ? type.elements.flatMap((element, index) => misfits(value[index], element, [...path, index]))
        : wrong(`a tuple of ${type.elements.length} elements is required`)
    case 'object':
      return isSet(value)
        ? [...type.attributes].flatMap(([name, attribute]) =>
            Object.hasOwn(value, name)
              ? misfits(value[name]!, attribute.type, [...path, name])
              : attribute.optional
                ? []
                : wrong(`the attribute "${name}" is required`),
          )
        : wrong('an object is required')
  }
}

/** Of text, only what is certainly no number is none. */
const isNumber = (value: DocumentValue): boolean =>
  typeof value === 'number' ||
  typeof value === 'bigint' ||
  (typeof value === 'string' && /^[-+._eE\d]*\d[-+._eE\d]*$/.test(value))

const isBoolean = (value: DocumentValue): boolean =>
  typeof value === 'boolean' || (typeof value === 'string' && ['true', 'false', '1', '0'].includes(value))
