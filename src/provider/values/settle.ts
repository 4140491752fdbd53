/** What was unknown in a plan gets its value: the given one, or an invented one. */
import type { Attribute, Attributes, Block, NestedType, Nesting, Type } from '../schema.js'
import { conformAttribute, mapEntries, mapNested } from './conform.js'
import { type Inventor, inventAttribute, inventType } from './invent.js'
import { isList, isUnknown, isValues, type Value, type Values } from './value.js'

/**
 * The object with no unknown left in it. `given` has the shape of the object and only answers what is unknown: what is
 * known has been promised in the plan.
 */
export const settle = (block: Block = {}, planned: Values, given: Values, inventor: Inventor): Values => ({
  ...settleAttributes(block.attributes, planned, given, inventor),
  ...mapEntries(block.block_types, (nested, name) =>
    mapNested(nested.nesting_mode, planned[name] ?? null, (element, key) =>
      isValues(element)
        ? settle(nested.block, element, part(given[name], key), at(inventor, name, key, nested.nesting_mode))
        : element,
    ),
  ),
})

const settleAttributes = (
  attributes: Attributes | undefined,
  planned: Values,
  given: Values,
  inventor: Inventor,
): Values =>
  mapEntries(attributes, (attribute, name) =>
    settleAttribute(attribute, name, planned[name] ?? null, given[name], inventor),
  )

const settleAttribute = (
  attribute: Attribute,
  name: string,
  planned: Value,
  given: Value | undefined,
  inventor: Inventor,
): Value => {
  if (isUnknown(planned))
    return given === undefined
      ? inventAttribute(attribute, name, inventor)
      : conformAttribute(attribute, given)
  return attribute.nested_type === undefined
    ? settleType(attribute.type ?? 'dynamic', name, planned, inventor)
    : settleNested(attribute.nested_type, name, planned, given, inventor)
}

const settleNested = (
  nested: NestedType,
  name: string,
  planned: Value,
  given: Value | undefined,
  inventor: Inventor,
): Value =>
  mapNested(nested.nesting_mode, planned, (element, key) =>
    isValues(element)
      ? settleAttributes(
          nested.attributes,
          element,
          part(given, key),
          at(inventor, name, key, nested.nesting_mode),
        )
      : element,
  )

/** Unknowns may also lie deep inside of one attribute's value. */
const settleType = (type: Type, name: string, value: Value, inventor: Inventor): Value => {
  if (isUnknown(value)) return inventType(type, name, inventor)
  if (typeof type === 'string') return value
  const [kind, inner] = type
  const typeAt = (key: string | number): Type => {
    if (kind === 'object') return inner[key] ?? 'dynamic'
    return kind === 'tuple' ? (inner[Number(key)] ?? 'dynamic') : inner
  }
  if (isList(value))
    return value.map((each, index) => settleType(typeAt(index), name, each, at(inventor, name, index)))
  return isValues(value)
    ? mapEntries(value, (each, key) => settleType(typeAt(key), key, each, at(inventor, name, key)))
    : value
}

const part = (given: Value | undefined, key: string | number | undefined): Values => {
  let found = given
  if (key !== undefined) {
    if (isList(given)) found = given[Number(key)]
    else found = isValues(given) ? given[key] : undefined
  }
  return isValues(found) ? found : {}
}

const at = (
  inventor: Inventor,
  name: string,
  key: string | number | undefined,
  nesting?: Nesting,
): Inventor => ({
  ...inventor,
  seed: `${inventor.seed}.${name}${key === undefined ? '' : `.${key}`}`,
  sets: inventor.sets + (nesting === 'set' ? 1 : 0),
})
