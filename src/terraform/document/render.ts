/** The text of config.tf.json: sorted keys, two spaces, a final newline. Same document, same bytes. */
import stringify from 'json-stable-stringify'
import type { TerraformDocument } from './shape.js'

/**
 * Integers beyond 2^53 must reach Terraform digit by digit, and no JSON writer takes a bigint. They go through as
 * strings around a NUL, which no Nix string can hold, and lose the quotes afterwards.
 */
const marked = /"\\u0000(-?\d+)\\u0000"/g

/** Renders the document. */
export const renderDocument = (document: TerraformDocument): string => {
  let big = false
  const text =
    stringify(document, {
      space: 2,
      collapseEmpty: true,
      replacer: (_key, value) => {
        if (typeof value !== 'bigint') return value
        big = true
        return `\u0000${value}\u0000`
      },
    }) ?? '{}'
  return `${big ? text.replace(marked, '$1') : text}\n`
}
