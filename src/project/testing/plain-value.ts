/** A value of a test as text: JSON with sorted names, numbers digit by digit. */
import type { Node, TaggedNode } from '../../modules/definitions.js'
import { floatOf, integerOf } from '../../modules/numbers.js'
import { propertyFunction } from '../../modules/show-value.js'
import { renderDocument } from '../../terraform/document/render.js'
import type { DocumentValue } from '../../terraform/document/shape.js'
import { withRelativeSources } from '../source-files.js'

/** Of a value as nix/definitions encodes it. Files of the project stand in it as they stand in the document. */
export const nodeText = (node: Node): string => valueText(plainValue(node))

/** Of a value of JavaScript. */
export const valueText = (value: DocumentValue): string => renderDocument(value as never)

const plainValue = (node: Node): DocumentValue => {
  if (node === null || typeof node !== 'object') return node
  if (Array.isArray(node)) return node.map(plainValue)
  return '_type' in node ? plainTagged(node as TaggedNode) : plainSet(node as Members)
}

type Members = Readonly<Record<string, Node>>

const plainSet = (set: Members): DocumentValue =>
  Object.fromEntries(Object.entries(set).map(([name, member]) => [name, plainValue(member)]))

const plainTagged = (node: TaggedNode): DocumentValue => {
  switch (node._type) {
    case 'string':
      return withRelativeSources(node.value, node.context)
    case 'int':
      return integerOf(node)
    case 'float':
      return floatOf(node)
    case 'set':
      return plainSet(node.value)
    case 'function':
      return '<function>'
    case 'property':
      return `<${propertyFunction(node.property)}>`
    case 'definitions':
      return '<definitions>'
  }
}
