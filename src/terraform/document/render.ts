/** The text of config.tf.json: sorted keys, two spaces, a final newline. Same document, same bytes. */
import stringify from 'json-stable-stringify'
import type { DocumentValue, TerraformDocument } from './shape.js'

/**
 * Integers beyond 2^53 must reach Terraform digit by digit, and no JSON writer takes a bigint. They go through as
 * strings around a NUL, which no Nix string can hold, and lose the quotes afterwards.
 */
const marked = /"\\u0000(-?\d+)\\u0000"/g

/** Renders the document. */
export const renderDocument = (document: TerraformDocument): string =>
  `${hasBigInteger(document) ? withBigIntegers(document) : stringify(document, layout)}\n`

const layout = { space: 2, collapseEmpty: true }

const withBigIntegers = (document: TerraformDocument): string =>
  stringify(document, {
    ...layout,
    replacer: (_key, value) => (typeof value === 'bigint' ? `\u0000${value}\u0000` : value),
  })!.replace(marked, '$1')

/** Asked first, because a replacer is called for every value and makes the whole a third slower. */
const hasBigInteger = (value: DocumentValue): boolean => {
  if (value === null || typeof value !== 'object') return typeof value === 'bigint'
  if (Array.isArray(value)) return value.some(hasBigInteger)
  const set = value as { readonly [name: string]: DocumentValue }
  for (const name in set) if (hasBigInteger(set[name]!)) return true
  return false
}
