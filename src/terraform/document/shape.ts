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
    const shaped = typed.has(name) && isSet(value) ? withoutEmptyTypes(value) : value
    if (shaped !== null && !isEmptySet(shaped)) document[name] = shaped
  }
  return document
}

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
