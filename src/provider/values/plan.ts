/**
 * Planned values: what the configuration leaves to the provider is unknown until apply, what has a value keeps it. These
 * are the rules of `PlanResourceChange`
 * (https://developer.hashicorp.com/terraform/plugin/terraform-plugin-protocol): Terraform has already merged the
 * configuration with what the object had before, and checks what comes back.
 */
import type { Attribute, Attributes, Block, Nesting } from '../schema.js'
import { mapEntries, mapNested } from './conform.js'
import { isList, isValues, sameValue, unknown, type Value, type Values } from './value.js'

/**
 * The planned object for a proposed one. `prior` is undefined where the object is new; only there does a computed
 * attribute without a value become unknown, so that one which settled to null stays so.
 */
export const planValues = (block: Block = {}, proposed: Values, prior: Values | undefined): Values => ({
  ...planAttributes(block.attributes, proposed, prior),
  ...mapEntries(block.block_types, (nested, name) =>
    planElements(nested.nesting_mode, proposed[name] ?? null, prior?.[name], (element, before) =>
      planValues(nested.block, element, before),
    ),
  ),
})

const planAttributes = (
  attributes: Attributes | undefined,
  proposed: Values,
  prior: Values | undefined,
): Values =>
  mapEntries(attributes, (attribute, name) =>
    planAttribute(attribute, proposed[name] ?? null, prior, prior?.[name]),
  )

const planAttribute = (
  attribute: Attribute,
  value: Value,
  prior: Values | undefined,
  before: Value | undefined,
): Value => {
  if (attribute.write_only) return null
  if (value === null) return attribute.computed && prior === undefined ? unknown : null
  const nested = attribute.nested_type
  if (nested === undefined) return value
  return planElements(nested.nesting_mode, value, before, (element, old) =>
    planAttributes(nested.attributes, element, old),
  )
}

const planElements = (
  nesting: Nesting,
  value: Value,
  prior: Value | undefined,
  each: (element: Values, before: Values | undefined) => Values,
): Value =>
  mapNested(nesting, value, (element, key) =>
    isValues(element) ? each(element, counterpart(nesting, element, key, prior)) : element,
  )

/** The element that was there before. The elements of a set have no names: only one that has not changed is known. */
const counterpart = (
  nesting: Nesting,
  element: Values,
  key: string | number | undefined,
  prior: Value | undefined,
): Values | undefined => {
  let found: Value | undefined = prior
  if (nesting === 'set') found = isList(prior) ? prior.find(old => sameValue(old, element)) : undefined
  else if (key !== undefined && isList(prior)) found = prior[Number(key)]
  else if (key !== undefined && isValues(prior)) found = prior[key]
  return isValues(found) ? found : undefined
}
