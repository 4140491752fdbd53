/** What Terraform is to read in the end: the document of all files, as a compile must make it. */
import { type DocumentValue, shapeDocument, type TerraformDocument } from '../../document/shape.js'
import type { Member, Node } from './node.js'

/** Blocks of the same kind in several places come together. Throws `Conflict` where they can't. */
export const documentOf = (members: readonly Member[]): TerraformDocument =>
  shapeDocument(jsonSet(members, []), { withNulls: true })

/** The same, with the values of files of values for what the configuration has. */
export const withValues = (members: readonly Member[], values: readonly Member[]): TerraformDocument => {
  const { variable, ...rest } = documentOf(members)
  const { variable: forced } = documentOf(lastOfEach(values))
  const all = {
    ...rest,
    ...(variable === undefined && forced === undefined
      ? {}
      : { variable: over(variable ?? {}, forced ?? {}) }),
  }
  return shapeDocument(all, { withNulls: true })
}

/** As with several --var-file: a value takes the place of the one before, and nothing is merged. */
const lastOfEach = (values: readonly Member[]): readonly Member[] => [
  ...new Map(
    values.map(member => [member.value.kind === 'set' ? member.value.members[0]?.name : undefined, member]),
  ).values(),
]

const over = (variables: DocumentValue, forced: DocumentValue): DocumentValue =>
  isSet(variables) && isSet(forced)
    ? Object.fromEntries(
        [...new Set([...Object.keys(variables), ...Object.keys(forced)])].map(name => [
          name,
          { ...(variables[name] as object), ...(forced[name] as object) },
        ]),
      )
    : forced

/** Two values for one thing, which Terraform may allow in several blocks and a document can't have. */
export class Conflict extends Error {
  constructor(readonly path: readonly string[]) {
    super(path.join('.'))
  }
}

const jsonSet = (members: readonly Member[], path: readonly string[]) => {
  const values: Record<string, DocumentValue> = {}
  for (const { name, value } of members) {
    const place = [...path, name]
    const converted = jsonOf(value, place)
    // Not set: terrane leaves it out.
    if (converted === null) continue
    values[name] = Object.hasOwn(values, name) ? together(values[name]!, converted, place) : converted
  }
  return values
}

const together = (left: DocumentValue, right: DocumentValue, path: readonly string[]): DocumentValue => {
  if (Array.isArray(left) && Array.isArray(right)) return [...left, ...right]
  if (!isSet(left) || !isSet(right)) {
    if (JSON.stringify(left) === JSON.stringify(right)) return left
    throw new Conflict(path)
  }
  const values: Record<string, DocumentValue> = { ...left }
  for (const [name, value] of Object.entries(right))
    values[name] = Object.hasOwn(values, name) ? together(values[name]!, value, [...path, name]) : value
  return values
}

const isSet = (value: DocumentValue): value is { readonly [name: string]: DocumentValue } =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const jsonOf = (node: Node, path: readonly string[]): DocumentValue => {
  switch (node.kind) {
    case 'string':
      return node.text
    case 'number':
      return Number(node.text)
    case 'bool':
      return node.value
    case 'null':
      return null
    case 'forced':
      return jsonOf(node.value, path)
    case 'list':
      return node.elements.map(({ value }, index) => jsonOf(value, [...path, String(index)]))
    case 'set':
      return jsonSet(node.members, path)
  }
}
