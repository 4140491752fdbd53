/** Definition values as error messages show them: Nix syntax, cut where it gets long. */
import type { Node, TaggedNode } from './definitions.js'
import { floatOf } from './numbers.js'
import { showComponent } from './option-path.js'
import { definitionOf } from './winners.js'

const widest = 60
const deepest = 2

/** At most one line of about 60 characters. */
export const showValue = (node: Node): string => {
  const text = show(node, 0)
  return text.length > widest ? `${text.slice(0, widest - 2)} …` : text
}

const show = (node: Node, depth: number): string => {
  if (node === null) return 'null'
  if (typeof node === 'string') return showString(node)
  if (typeof node !== 'object') return String(node)
  if (Array.isArray(node)) {
    if (node.length === 0) return '[ ]'
    return depth >= deepest ? '[ … ]' : `[ ${node.map(element => show(element, depth + 1)).join(' ')} ]`
  }
  if ('_type' in node) return showTagged(node as TaggedNode, depth)
  return showSet(node as Readonly<Record<string, Node>>, depth)
}

const showSet = (set: Readonly<Record<string, Node>>, depth: number): string => {
  const names = Object.keys(set)
  if (names.length === 0) return '{ }'
  if (depth >= deepest) return '{ … }'
  return `{ ${names.map(name => `${showComponent(name)} = ${show(set[name]!, depth + 1)};`).join(' ')} }`
}

const showTagged = (node: TaggedNode, depth: number): string => {
  switch (node._type) {
    case 'string':
      return showString(node.value)
    case 'int':
      return node.value
    case 'float':
      return String(floatOf(node))
    case 'function':
      return '<function>'
    case 'property':
      return `<${propertyFunction(node.property)}>`
    case 'set':
      return showSet(node.value, depth)
    case 'definitions': {
      const used = node.of.map(definitionOf).filter(definition => definition.value !== undefined)
      if (node.members === undefined && used.length === 1) return show(used[0]!.value!, depth)
      return node.members === undefined ? '…' : '{ … }'
    }
  }
}

/** The function of the module system that makes a property. */
export const propertyFunction = (property: string): string =>
  ({ if: 'mkIf', merge: 'mkMerge', override: 'mkOverride', order: 'mkOrder', definition: 'mkDefinition' })[
    property
  ] ?? property

const showString = (text: string): string =>
  `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\$\{/g, '\\${')}"`
