/** Provider schemas from their JSON form to the messages that announce them. */
import type {
  Attribute,
  Attributes,
  Block,
  DescriptionKind,
  NestedBlock,
  NestedType,
  Nesting,
  Schema,
  Schemas,
} from '../schema.js'
import type { MessageOf } from './messages.js'

const nestingNumbers: Readonly<Record<Nesting, number>> = { single: 1, list: 2, set: 3, map: 4, group: 5 }

const descriptionKindNumbers: Readonly<Record<DescriptionKind, number>> = { plain: 0, markdown: 1 }

export const schemaMessages = (schemas: Schemas = {}): Readonly<Record<string, MessageOf<'Schema'>>> =>
  Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, schemaMessage(schema)]))

export const schemaMessage = ({ version = 0, block = {} }: Schema): MessageOf<'Schema'> => ({
  version,
  block: blockMessage(block),
})

const blockMessage = (block: Block): MessageOf<'Block'> => ({
  attributes: attributeMessages(block.attributes),
  block_types: Object.entries(block.block_types ?? {}).map(nestedBlockMessage),
  ...descriptionOf(block),
  deprecated: block.deprecated,
})

const attributeMessages = (attributes: Attributes = {}): readonly MessageOf<'Attribute'>[] =>
  Object.entries(attributes).map(attributeMessage)

const attributeMessage = ([name, attribute]: readonly [string, Attribute]): MessageOf<'Attribute'> => ({
  name,
  ...(attribute.nested_type === undefined
    ? { type: Buffer.from(JSON.stringify(attribute.type)) }
    : { nested_type: nestedTypeMessage(attribute.nested_type) }),
  ...descriptionOf(attribute),
  required: attribute.required,
  optional: attribute.optional,
  computed: attribute.computed,
  sensitive: attribute.sensitive,
  deprecated: attribute.deprecated,
  write_only: attribute.write_only,
})

const nestedTypeMessage = (nested: NestedType): MessageOf<'NestedType'> => ({
  attributes: attributeMessages(nested.attributes),
  nesting: nestingNumbers[nested.nesting_mode],
})

const nestedBlockMessage = ([type_name, nested]: readonly [
  string,
  NestedBlock,
]): MessageOf<'NestedBlock'> => ({
  type_name,
  block: blockMessage(nested.block ?? {}),
  nesting: nestingNumbers[nested.nesting_mode],
  min_items: nested.min_items,
  max_items: nested.max_items,
})

const descriptionOf = ({
  description,
  description_kind: kind = 'plain',
}: {
  readonly description?: string
  readonly description_kind?: DescriptionKind
}) => (description === undefined ? {} : { description, description_kind: descriptionKindNumbers[kind] })
