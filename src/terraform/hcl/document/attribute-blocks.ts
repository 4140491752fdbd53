/**
 * Attributes that HCL lets one write as blocks (https://developer.hashicorp.com/terraform/language/attr-as-blocks), such as
 * `ingress` of aws_security_group. In JSON they are lists of objects, and each object has all its parts. Only the schema
 * tells them from blocks.
 */
import type { Schema, Block as SchemaBlock, Type } from '../../../provider/schema.js'
import type { SchemaKind } from '../../schema/known.js'
import { type ListElement, type Member, mapMembers, type Node, type SetNode, uncommented } from './node.js'

/** The schema of a type of resource, where it is known. */
export type SchemaOf = (kind: SchemaKind, type: string) => Schema | undefined

const kinds: readonly string[] = ['resource', 'data', 'ephemeral']

export const withAttributeBlocks = (members: readonly Member[], schemaOf: SchemaOf): readonly Member[] =>
  members.map(member =>
    kinds.includes(member.name)
      ? mapMembers(member, type =>
          mapMembers(type, label => {
            const schema = schemaOf(member.name as SchemaKind, type.name)
            return schema?.block === undefined ? label : mapSet(label, schema.block)
          }),
        )
      : member,
  )

const mapSet = (member: Member, block: SchemaBlock): Member =>
  mapMembers(member, inner => inBlock(inner, block))

const inBlock = (member: Member, block: SchemaBlock): Member => {
  const attribute = block.attributes?.[member.name]
  const parts = attribute === undefined ? undefined : partsOf(attribute.type)
  if (parts !== undefined) return { ...member, value: fullList(member.value, parts) }
  const nested = block.block_types?.[member.name]?.block
  if (nested === undefined) return member
  if (member.value.kind !== 'list') return mapSet(member, nested)
  const elements = member.value.elements.map(
    (element): ListElement => ({ ...element, value: mapSet({ ...element, name: '' }, nested).value }),
  )
  return { ...member, value: { ...member.value, elements } }
}

/** Of a list or set of objects. */
const partsOf = (type: Type | undefined): readonly string[] | undefined => {
  if (!Array.isArray(type) || (type[0] !== 'list' && type[0] !== 'set')) return undefined
  const inner = type[1] as Type
  return Array.isArray(inner) && inner[0] === 'object' ? Object.keys(inner[1]) : undefined
}

const fullList = (value: Node, parts: readonly string[]): Node => {
  if (value.kind === 'set')
    return { kind: 'list', elements: [{ ...uncommented, value: full(value, parts) }], rest: [] }
  if (value.kind !== 'list') return value
  const elements = value.elements.map(element =>
    element.value.kind === 'set' ? { ...element, value: full(element.value, parts) } : element,
  )
  return { ...value, elements }
}

const full = (value: SetNode, parts: readonly string[]): SetNode => {
  const missing = parts.filter(part => !value.members.some(({ name }) => name === part))
  const nulls = missing.map(name => ({ ...uncommented, name, value: nothing }))
  // Null would be left out.
  const members = value.members.map(member =>
    member.value.kind === 'null' ? { ...member, value: nothing } : member,
  )
  return { ...value, members: [...members, ...nulls] }
}

const nothing: Node = { kind: 'string', text: '${null}', source: 'null' }
