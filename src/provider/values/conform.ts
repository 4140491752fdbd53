/**
 * From the JSON form of values (states, the cloud's file, what a test gives) to what travels: every attribute of the
 * schema is there, nothing else is, and values of dynamic type carry their type.
 */
import type { Attribute, Attributes, Block, NestedBlock, Nesting, Type } from '../schema.js'
import { dynamic, dynamicParts, isList, isUnknown, isValues, type Value, type Values } from './value.js'

/** An object with every attribute and block of the schema: those that are missing are null or empty. */
export const conform = (block: Block = {}, values: Values = {}): Values => ({
  ...conformAttributes(block.attributes, values),
  ...mapEntries(block.block_types, (nested, name) => conformBlocks(nested, values[name])),
})

const conformAttributes = (attributes: Attributes | undefined, values: Values): Values =>
  mapEntries(attributes, (attribute, name) => conformAttribute(attribute, values[name]))

/** The value of one attribute; null where it is missing. */
export const conformAttribute = ({ type, nested_type }: Attribute, value: Value | undefined): Value => {
  if (value === undefined || value === null || isUnknown(value)) return value ?? null
  if (nested_type === undefined) return conformType(type ?? 'dynamic', value)
  return mapNested(nested_type.nesting_mode, value, element =>
    isValues(element) ? conformAttributes(nested_type.attributes, element) : element,
  )
}

const conformBlocks = ({ nesting_mode: nesting, block }: NestedBlock, value: Value | undefined): Value => {
  if (value === undefined || value === null)
    return nesting === 'group' ? conform(block) : emptyBlocks(nesting)
  return mapNested(nesting, value, element => (isValues(element) ? conform(block, element) : element))
}

/** What stands for no block at all. */
const emptyBlocks = (nesting: Nesting): Value => {
  if (nesting === 'single') return null
  return nesting === 'map' ? {} : []
}

/** Applies `each` to the objects in a nested attribute or block. */
export const mapNested = (
  nesting: Nesting,
  value: Value,
  each: (element: Value, key: string | number | undefined) => Value,
): Value => {
  if (nesting === 'single' || nesting === 'group') return each(value, undefined)
  if (isList(value)) return value.map((element, index) => each(element, index))
  return isValues(value) ? mapEntries(value, each) : value
}

const conformType = (type: Type, value: Value): Value => {
  if (value === null || isUnknown(value)) return value
  if (type === 'dynamic') return conformDynamic(value)
  if (typeof type === 'string') return value
  const [kind, inner] = type
  if (kind === 'object')
    return isValues(value) ? mapEntries(inner, (each, name) => conformType(each, value[name] ?? null)) : value
  if (kind === 'tuple')
    return isList(value) ? value.map((each, index) => conformType(inner[index] ?? 'dynamic', each)) : value
  if (isList(value)) return value.map(each => conformType(inner, each))
  return isValues(value) ? mapEntries(value, each => conformType(inner, each)) : value
}

/** In JSON it is `{value, type}`, as Terraform writes it; a test may also give the value alone. */
const conformDynamic = (value: Value): Value => {
  if (dynamicParts(value) !== undefined) return value
  const typed = isValues(value) && Object.keys(value).sort().join() === 'type,value'
  if (typed) return dynamic(value.type as Type, conformType(value.type as Type, value.value!))
  return dynamic(typeOf(value), value)
}

const typeOf = (value: Value): Type => {
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number' || typeof value === 'bigint') return 'number'
  if (isList(value)) return ['tuple', value.map(typeOf)]
  if (isValues(value)) return ['object', mapEntries(value, typeOf)]
  return value === null ? 'dynamic' : 'string'
}

/** A new record with the same names. */
export const mapEntries = <A, B>(
  record: Readonly<Record<string, A>> = {},
  each: (value: A, name: string) => B,
): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, each(value, name)]))
