/** Whether two plans, as `show -json` prints them, are of the same thing. */
import type { Json } from '../../nix/evaluate.js'

/** What a plan says of what it would do; the rest is times and versions. */
const compared = [
  'variables',
  'planned_values',
  'resource_changes',
  'output_changes',
  'prior_state',
  'configuration',
  'checks',
] as const

/**
 * Where they differ first; undefined where they don't. `dynamic`: types of blocks that are dynamic, at least on one side; a
 * plan's account of the configuration has only the others. `given`: variables that have a value on one side, which is the
 * default on the other: that it is the same one is seen where all variables are compared.
 */
export const planDifference = (
  left: Json,
  right: Json,
  dynamic: ReadonlySet<string>,
  given: ReadonlySet<string> = new Set(),
): readonly string[] | undefined => {
  for (const name of compared) {
    const side = (value: Json | undefined) =>
      name === 'configuration' ? referring(withoutDefaults(value, given), dynamic) : value
    const found = difference(side(memberOf(left, name)), side(memberOf(right, name)), [name])
    if (found !== undefined) return found
  }
  return undefined
}

const withoutDefaults = (configuration: Json | undefined, given: ReadonlySet<string>): Json | undefined => {
  const root = memberOf(configuration, 'root_module')
  const variables = memberOf(root, 'variables')
  if (given.size === 0 || !isObject(configuration) || !isObject(root) || !isObject(variables))
    return configuration
  const kept = Object.entries(variables).map(([name, variable]) => {
    if (!given.has(name) || !isObject(variable)) return [name, variable]
    const { default: _, ...rest } = variable as { readonly [name: string]: Json }
    return [name, rest]
  })
  return { ...configuration, root_module: { ...root, variables: Object.fromEntries(kept) } } as Json
}

/**
 * Of expressions in the configuration, what they refer to: in any order, because the members of a set have another one;
 * and without constants, since Terraform takes a template of JSON for one as well.
 */
const referring = (value: Json | undefined, dynamic: ReadonlySet<string>): Json | undefined => {
  if (!isObject(value)) return value
  if (Array.isArray(value)) return value.map(each => referring(each, dynamic) ?? null)
  const kept = Object.entries(value).flatMap(([name, member]) => {
    if (name === 'constant_value' || dynamic.has(name)) return []
    const inner =
      name === 'references' && Array.isArray(member)
        ? [...new Set(member)].sort()
        : referring(member, dynamic)
    return inner === undefined || (isObject(inner) && Object.keys(inner).length === 0) ? [] : [[name, inner]]
  })
  return Object.fromEntries(kept)
}

const difference = (
  left: Json | undefined,
  right: Json | undefined,
  path: readonly string[],
): readonly string[] | undefined => {
  if (left === right) return undefined
  if (!isObject(left) || !isObject(right) || Array.isArray(left) !== Array.isArray(right)) return path
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const found = difference(memberOf(left, name), memberOf(right, name), [...path, name])
    if (found !== undefined) return found
  }
  return undefined
}

const isObject = (value: Json | undefined): value is Json & object =>
  typeof value === 'object' && value !== null

const memberOf = (value: Json | undefined, name: string): Json | undefined =>
  isObject(value) && Object.hasOwn(value, name)
    ? (value as { readonly [name: string]: Json })[name]
    : undefined
