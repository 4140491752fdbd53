/**
 * From merged options to the document as Terraform reads it. What is left out, and where, is terranix' rule
 * (core/default.nix there): nulls in sets are unset, options that come out empty are absent, and so are resource, data
 * and ephemeral types without a block. Nulls in lists stay; so does a block without arguments.
 */
import type { MergedValue } from '../../modules/document.js'

export type DocumentValue = MergedValue
export type TerraformDocument = { readonly [block: string]: DocumentValue }

/** Blocks of two labels: a type without any label is dropped. */
const typed = new Set(['resource', 'data', 'ephemeral'])

/** Shapes the merged options. `withNulls` keeps null members, as terranix' `--with-nulls`. */
export const shapeDocument = (
  options: Readonly<Record<string, MergedValue>>,
  { withNulls }: { readonly withNulls: boolean },
): TerraformDocument => {
  const document: Record<string, DocumentValue> = {}
  for (const name of Object.keys(options)) {
    const value = withNulls ? options[name]! : withoutNulls(options[name]!)
    const shaped = shapeOption(name, value)
    if (shaped !== null && !isEmptySet(shaped)) document[name] = shaped
  }
  return document
}

const shapeOption = (name: string, value: DocumentValue): DocumentValue => {
  if (!isSet(value)) return value
  return typed.has(name) ? withoutEmptyTypes(value) : name === 'variable' ? withNullDefaults(value) : value
}

/**
 * `${null}` in a variable's default, where Terraform evaluates nothing, is null: `lib.tf.ref "null"` says that there is
 * a default, which plain null, being unset, can't.
 */
export const withNullDefaults = (variables: { readonly [name: string]: DocumentValue }): DocumentValue => {
  const hasOne = (variable: DocumentValue) =>
    isSet(variable) && variable.default !== undefined && holdsNullText(variable.default)
  if (!Object.values(variables).some(hasOne)) return variables
  return mapMembers(variables, variable =>
    hasOne(variable) && isSet(variable)
      ? mapMembers(variable, (value, name) => (name === 'default' ? withNulls(value) : value))
      : variable,
  )
}

const nullText = '${null}'

const holdsNullText = (value: DocumentValue): boolean =>
  value === nullText ||
  (value !== null && typeof value === 'object' && Object.values(value).some(holdsNullText))

const withNulls = (value: DocumentValue): DocumentValue =>
  value === nullText
    ? null
    : Array.isArray(value)
      ? value.map(withNulls)
      : isSet(value)
        ? mapMembers(value, withNulls)
        : value

const mapMembers = (
  set: { readonly [name: string]: DocumentValue },
  map: (value: DocumentValue, name: string) => DocumentValue,
) => Object.fromEntries(Object.entries(set).map(([name, value]) => [name, map(value, name)]))

const isSet = (value: DocumentValue): value is { readonly [name: string]: DocumentValue } =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const isEmptySet = (value: DocumentValue): boolean => isSet(value) && Object.keys(value).length === 0

const withoutEmptyTypes = (types: { readonly [name: string]: DocumentValue }): DocumentValue =>
  Object.fromEntries(Object.entries(types).filter(([, blocks]) => !isEmptySet(blocks)))

/** The value itself where it has no null to lose: most have none, and are not copied. */
const withoutNulls = (value: DocumentValue): DocumentValue => {
  if (value === null || typeof value !== 'object' || !hasNullMember(value)) return value
  if (Array.isArray(value)) return value.map(withoutNulls)
  const kept: [string, DocumentValue][] = []
  for (const [name, member] of Object.entries(value))
    if (member !== null) kept.push([name, withoutNulls(member)])
  return Object.fromEntries(kept)
}

/** Whether a set somewhere in it has a member that is null. */
const hasNullMember = (value: DocumentValue): boolean => {
  if (value === null || typeof value !== 'object') return false
  if (Array.isArray(value)) return value.some(hasNullMember)
  const set = value as { readonly [name: string]: DocumentValue }
  for (const name in set) if (set[name] === null || hasNullMember(set[name]!)) return true
  return false
}
