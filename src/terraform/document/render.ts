/** The text of config.tf.json: sorted keys, two spaces, a final newline. Same document, same bytes. */
import stringify from 'json-stable-stringify'
import type { DocumentValue, TerraformDocument } from './shape.js'

/**
 * Integers beyond 2^53 must reach Terraform digit by digit, and no JSON writer takes a bigint. They go through as
 * strings around a NUL, which no Nix string can hold, and lose the quotes afterwards.
 */
const marked = /"\\u0000(-?\d+)\\u0000"/g

/** Renders the document. */
export const renderDocument = (document: TerraformDocument): string => {
  const sorted = inOrder(document)
  return `${sorted === undefined ? stable(document) : JSON.stringify(sorted, null, 2)}\n`
}

const stable = (document: TerraformDocument): string =>
  stringify(document, {
    space: 2,
    collapseEmpty: true,
    replacer: (_key, value) => (typeof value === 'bigint' ? `\u0000${value}\u0000` : value),
  })!.replace(marked, '$1')

/**
 * The value with the members of its sets in the order of their names, so that JavaScript's own writer, four times as
 * fast, gives the same text. What is in order already, as Nix hands it out, is not copied. Undefined: that writer can't
 * do it, because it puts names that look like indices first, or for an integer that only a bigint holds.
 */
const inOrder = (value: DocumentValue): DocumentValue | undefined => {
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? undefined : value
  if (Array.isArray(value)) return listInOrder(value)
  return setInOrder(value as Members)
}

interface Members {
  readonly [name: string]: DocumentValue
}

const listInOrder = (list: readonly DocumentValue[]): DocumentValue | undefined => {
  let copy: DocumentValue[] | undefined
  for (let index = 0; index < list.length; index++) {
    const element = inOrder(list[index]!)
    if (element === undefined) return undefined
    if (element !== list[index]) {
      copy ??= [...list]
      copy[index] = element
    }
  }
  return copy ?? list
}

const setInOrder = (set: Members): DocumentValue | undefined => {
  let before: string | undefined
  let sorted = true
  let copy: Record<string, DocumentValue> | undefined
  for (const name in set) {
    if (looksLikeIndex(name)) return undefined
    if (before !== undefined && before > name) sorted = false
    before = name
    const member = set[name]!
    if (typeof member === 'string') continue
    const ordered = inOrder(member)
    if (ordered === undefined) return undefined
    if (ordered !== member) {
      copy ??= { ...set }
      copy[name] = ordered
    }
  }
  return sorted ? (copy ?? set) : sortedBy(Object.keys(set).sort(), copy ?? set)
}

const sortedBy = (names: readonly string[], set: Members): Members | undefined => {
  const sorted: Record<string, DocumentValue> = {}
  for (const name of names) {
    if (name === '__proto__') return undefined
    sorted[name] = set[name]!
  }
  return sorted
}

const looksLikeIndex = (name: string): boolean => {
  const first = name.charCodeAt(0)
  return first >= 48 && first <= 57 && /^\d+$/.test(name)
}
