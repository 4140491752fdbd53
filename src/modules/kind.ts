/** What a value is, as far as merging cares: values of different kinds never merge. */
import type { Node, TaggedNode } from './definitions.js'

export type Kind = 'null' | 'bool' | 'int' | 'float' | 'string' | 'list' | 'set' | 'function' | 'property'

export const kindOf = (node: Node): Kind => {
  if (node === null) return 'null'
  if (typeof node === 'boolean') return 'bool'
  if (typeof node === 'number') return 'int'
  if (typeof node === 'string') return 'string'
  if (Array.isArray(node)) return 'list'
  if (!('_type' in node)) return 'set'
  const tagged = node as TaggedNode
  return tagged._type === 'definitions' ? 'set' : tagged._type
}
