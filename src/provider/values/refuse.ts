/**
 * What Terraform lets pass and each provider refuses, because the libraries that providers are written with check it
 * against the schema: a required argument that is null, and a value for what the provider alone decides.
 */
import { Refusal } from '../behaviour.js'
import type { Attribute, Attributes, Block, Nesting } from '../schema.js'
import { isList, isUnknown, isValues, type Value, type Values } from './value.js'

/** The refusals of a configuration, in the order of the schema. */
export const refusalsOf = (
  block: Block = {},
  config: Values,
  path: readonly string[] = [],
): readonly Refusal[] => [
  ...ofAttributes(block.attributes, config, path),
  ...Object.entries(block.block_types ?? {}).flatMap(([name, nested]) =>
    ofElements(nested.nesting_mode, config[name], [...path, name], (element, at) =>
      refusalsOf(nested.block, element, at),
    ),
  ),
]

const ofAttributes = (
  attributes: Attributes = {},
  config: Values,
  path: readonly string[],
): readonly Refusal[] =>
  Object.entries(attributes).flatMap(([name, attribute]) =>
    ofAttribute(attribute, config[name] ?? null, name, [...path, name]),
  )

const ofAttribute = (
  attribute: Attribute,
  value: Value,
  name: string,
  path: readonly string[],
): readonly Refusal[] => {
  if (value === null) return attribute.required ? [missing(name, path)] : []
  if (!attribute.required && !attribute.optional) return [decided(name, path)]
  if (isUnknown(value)) return []
  const { nested_type: nested } = attribute
  if (nested === undefined) return []
  return ofElements(nested.nesting_mode, value, path, (element, at) =>
    ofAttributes(nested.attributes, element, at),
  )
}

/** The elements of a set have no names, so what is wrong in them is shown at the set. */
const ofElements = (
  nesting: Nesting,
  value: Value | undefined,
  path: readonly string[],
  each: (element: Values, path: readonly string[]) => readonly Refusal[],
): readonly Refusal[] => {
  if (isList(value))
    return value.flatMap((element, index) =>
      isValues(element) ? each(element, nesting === 'list' ? [...path, `${index}`] : path) : [],
    )
  if (!isValues(value)) return []
  return nesting === 'map'
    ? Object.values(value).flatMap(element => (isValues(element) ? each(element, path) : []))
    : each(value, path)
}

const missing = (name: string, path: readonly string[]) =>
  new Refusal('Missing required argument', {
    detail: `The argument "${name}" is required, and is null.`,
    attribute: path.join('.'),
  })

const decided = (name: string, path: readonly string[]) =>
  new Refusal('Value for a read-only attribute', {
    detail: `"${name}" can't be configured: the provider alone decides on it.`,
    attribute: path.join('.'),
  })
