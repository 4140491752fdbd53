/** The schema of a provider's types as Nix options: types of `lib.tf.types` (nix/lib/typed-providers.nix). */
import { nixLines, nixName, nixString } from '../../nix/print/text.js'
import type {
  Attribute,
  Attributes,
  Block,
  NestedBlock,
  NestedType,
  Schema,
  Type,
} from '../../provider/schema.js'

/** Where a type stands: `resource.aws_vpc`, or `provider.aws`. */
export interface TypedBlock {
  readonly kind: 'resource' | 'data' | 'ephemeral' | 'provider'
  readonly name: string
  readonly schema: Schema
}

/** The text of a module that declares them. */
export const nixOptions = (blocks: readonly TypedBlock[], provider: string): string => {
  const kinds = [...new Set(blocks.map(({ kind }) => kind))]
  return [
    `# Types of ${provider}, written by: terrane schema nix`,
    '{ lib, ... }:',
    'with lib.tf.types;',
    '{',
    ...kinds.flatMap((kind, index) => [
      ...(index === 0 ? [] : ['']),
      `  options.${kind} = declare "${kind}" {`,
      ...blocks
        .filter(block => block.kind === kind)
        .map(({ name, schema }) => `    ${nixName(name)} = ${members(schema.block ?? {}, '    ')};`),
      '  };',
    ]),
    '}',
    '',
  ].join('\n')
}

const members = (block: Block, indent: string): string => {
  const inner = `${indent}  `
  const lines = [
    ...attributeLines(block.attributes ?? {}, inner),
    ...sorted(block.block_types ?? {}).map(
      ([name, nested]) => `${inner}${nixName(name)} = ${blockOption(nested, inner)};`,
    ),
  ]
  return lines.length === 0 ? '{ }' : `{\n${lines.join('\n')}\n${indent}}`
}

const attributeLines = (attributes: Attributes, indent: string): readonly string[] =>
  sorted(attributes).map(([name, attribute]) => `${indent}${nixName(name)} = ${option(attribute, indent)};`)

const option = (attribute: Attribute, indent: string): string => {
  const { type = 'dynamic', nested_type: nested } = attribute
  const typeText = nested === undefined ? nixType(type) : nestedType(nested, indent)
  return `${presence(attribute)} ${typeText} ${described(attribute, indent)}`
}

const presence = ({ required, optional }: Attribute): string =>
  required ? 'required' : optional ? 'optional' : 'readOnly'

const words = ({ computed, optional, sensitive, deprecated, write_only }: Attribute): string =>
  [
    ...(optional && computed ? ['Left out, the provider decides.'] : []),
    ...(sensitive ? ['Sensitive.'] : []),
    ...(write_only ? ['Write-only: not kept in the state.'] : []),
    ...(deprecated ? ['Deprecated.'] : []),
  ].join(' ')

const described = (attribute: Attribute, indent: string): string => {
  const text = [attribute.description?.trim() ?? '', words(attribute)]
    .filter(part => part !== '')
    .join('\n\n')
  return text.includes('\n') ? (nixLines(`${text}\n`, indent) ?? nixString(text)) : nixString(text)
}

/** As an argument, in parentheses where it is more than a name. */
const nixType = (type: Type): string => {
  if (typeof type === 'string') return type === 'dynamic' ? 'any' : type
  const [kind, inner] = type
  switch (kind) {
    case 'list':
    case 'set':
    case 'map':
      return `(${kind}Of ${nixType(inner)})`
    case 'tuple':
      return '(listOf any)'
    default:
      return `(object {${sorted(inner)
        .map(([name, part]) => ` ${nixName(name)} = ${nixType(part).replace(/^\((.*)\)$/s, '$1')};`)
        .join('')} })`
  }
}

const nestedType = ({ attributes = {}, nesting_mode: nesting }: NestedType, indent: string): string => {
  const lines = attributeLines(attributes, `${indent}  `)
  const one = `nested {\n${lines.join('\n')}\n${indent}}`
  return nesting === 'single' || nesting === 'group' ? `(${one})` : `(${nesting}Of (${one}))`
}

const blockOption = (nested: NestedBlock, indent: string): string => {
  const { block = {}, nesting_mode: nesting, min_items: least = 0, max_items: most = 0 } = nested
  const single = nesting === 'single' || nesting === 'group'
  const content = members(block, indent)
  const type =
    nesting === 'map'
      ? `labelled ${content}`
      : `block { least = ${least}; most = ${single ? 1 : most}; } ${content}`
  const text = [block.description?.trim() ?? '', ...(block.deprecated ? ['Deprecated.'] : [])]
    .filter(part => part !== '')
    .join('\n\n')
  return `${least > 0 ? 'required' : 'optional'} (${type}) ${nixString(text)}`
}

const sorted = <T>(all: Readonly<Record<string, T>>): readonly (readonly [string, T])[] =>
  Object.entries(all).toSorted(([left], [right]) => (left < right ? -1 : 1))
