/** A type's schema for a terminal: what must be given, what may be, what the provider gives back; blocks below. */
import type { Attribute, Attributes, Block, NestedBlock, Schema } from '../../provider/schema.js'
import { showType } from '../../terraform/schema/type.js'
import type { Paint } from './colour.js'
import { printable } from './printable.js'

export interface ShownSchema {
  readonly name: string
  readonly provider: string
  readonly schema: Schema
}

export const renderSchema = ({ name, provider, schema: { block = {} } }: ShownSchema, style: Paint): string =>
  [
    `${style('bold', printable(name))} ${style('dim', `(${printable(provider)})`)}${block.deprecated ? style('yellow', ' deprecated') : ''}`,
    ...body(block, '  ', style),
    '',
  ].join('\n')

const body = (block: Block, indent: string, style: Paint): readonly string[] => [
  ...attributes(block.attributes ?? {}, indent, style),
  ...sorted(block.block_types ?? {}).flatMap(([name, nested]) => [
    `${indent}${style('bold', printable(name))} ${style('dim', blockWords(nested))}`,
    ...body(nested.block ?? {}, `${indent}  `, style),
  ]),
]

/** Those that must be given first. */
const attributes = (all: Attributes, indent: string, style: Paint): readonly string[] =>
  sorted(all)
    .toSorted(([, a], [, b]) => rank(a) - rank(b))
    .flatMap(([name, attribute]) => {
      const description = firstLine(attribute.description)
      return [
        `${indent}${style('bold', printable(name))}${style('dim', `: ${typeOf(attribute)}, ${words(attribute)}`)}`,
        ...(description === '' ? [] : [`${indent}    ${printable(description)}`]),
        ...attributes(attribute.nested_type?.attributes ?? {}, `${indent}  `, style),
      ]
    })

const sorted = <T>(all: Readonly<Record<string, T>>): readonly (readonly [string, T])[] =>
  Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1))

const rank = ({ required, optional }: Attribute): number => (required ? 0 : optional ? 1 : 2)

const typeOf = ({ type = 'dynamic', nested_type: nested }: Attribute): string =>
  nested === undefined
    ? showType(type)
    : nested.nesting_mode === 'single' || nested.nesting_mode === 'group'
      ? 'object'
      : `${nested.nesting_mode} of object`

const words = ({ required, optional, computed, sensitive, deprecated, write_only }: Attribute): string =>
  [
    required
      ? 'required'
      : !optional
        ? 'read-only'
        : computed
          ? 'optional, else the provider decides'
          : 'optional',
    ...(sensitive ? ['sensitive'] : []),
    ...(write_only ? ['write-only'] : []),
    ...(deprecated ? ['deprecated'] : []),
  ].join(', ')

const blockWords = ({
  nesting_mode: nesting,
  min_items: least = 0,
  max_items: most = 0,
  block,
}: NestedBlock): string => {
  const single = nesting === 'single' || nesting === 'group' || most === 1
  const count =
    nesting === 'map'
      ? 'blocks with a label'
      : single
        ? least > 0
          ? 'one block, required'
          : 'at most one block'
        : most > 0
          ? `${least} to ${most} blocks`
          : least > 0
            ? `${least} or more blocks`
            : 'blocks'
  return `{ … } ${count}${block?.deprecated ? ', deprecated' : ''}`
}

const firstLine = (description = ''): string => description.trim().split('\n')[0]!.slice(0, 120)
