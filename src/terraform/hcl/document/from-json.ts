/** A document that is JSON already: the same, to be printed. */
import type { DocumentValue } from '../../document/shape.js'
import type { Converted } from './convert.js'
import { type Member, type Node, setOf, uncommented } from './node.js'

const membersOfJson = (value: { readonly [name: string]: DocumentValue }): readonly Member[] =>
  Object.entries(value).map(([name, inner]) => ({ ...uncommented, name, value: nodeOfJson(inner) }))

/**
 * The blocks of a file. What stands under "//" is a comment there, which Terraform ignores
 * (https://developer.hashicorp.com/terraform/language/syntax/json#comment-properties).
 */
export const convertJson = ({
  '//': note,
  ...blocks
}: {
  readonly [name: string]: DocumentValue
}): Converted => {
  const comments =
    note === undefined ? [] : (typeof note === 'string' ? note : JSON.stringify(note)).split('\n')
  const [first, ...others] = membersOfJson(blocks)
  return first === undefined
    ? { members: [], rest: comments, doubts: [] }
    : { members: [{ ...first, comments }, ...others], rest: [], doubts: [] }
}

const nodeOfJson = (value: DocumentValue): Node => {
  if (value === null) return { kind: 'null' }
  if (typeof value === 'boolean') return { kind: 'bool', value }
  if (typeof value === 'string') return { kind: 'string', text: value }
  if (Array.isArray(value))
    return {
      kind: 'list',
      elements: value.map(each => ({ ...uncommented, value: nodeOfJson(each) })),
      rest: [],
    }
  if (typeof value === 'object')
    return setOf(membersOfJson(value as { readonly [name: string]: DocumentValue }))
  const text = String(value)
  // Nix has no exponents without a point.
  return /^-?\d+(\.\d+)?$/.test(text)
    ? { kind: 'number', text }
    : { kind: 'string', text: `\${${text}}`, source: text }
}
