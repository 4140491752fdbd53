/**
 * `dynamic` blocks (https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks): one of them stands for
 * any number of blocks of its label's type, whose body it has in `content`.
 */
import type { Block, Type } from '../../provider/schema.js'
import { type Body, type Block as DocumentBlock, isSet, labelled } from '../document/blocks.js'
import type { DocumentPath } from '../document/problem.js'
import type { DocumentValue } from '../document/shape.js'
import { isTemplate } from '../document/template/scan.js'
import { missingArgument } from './attribute.js'
import { nestedBodies, own } from './bodies.js'
import { didYouMean, mismatch, type SchemaProblem } from './problem.js'

/** The dynamic blocks of a body; the label says what they generate. */
export const dynamicBlocks = (
  value: DocumentValue | undefined,
  path: DocumentPath,
): readonly DocumentBlock[] => labelled('dynamic', value, path, 1)

const arguments_ = ['for_each', 'iterator', 'labels', 'content']

/** All that is wrong with a dynamic block of a block `outer`. */
export const checkDynamic = (
  { path, members, labels: [name = ''] }: DocumentBlock,
  outer: Block,
  checkContent: (content: Body, block: Block) => readonly SchemaProblem[],
): readonly SchemaProblem[] => {
  const block = generatedBlock(outer, name)
  if (block === undefined) return [notExpected(path, name, outer)]
  const needed = own(outer.block_types, name)?.nesting_mode === 'map' ? ['for_each', 'labels'] : ['for_each']
  const contents = nestedBodies(members.content ?? null, [...path, 'content'])
  return [
    ...Object.keys(members)
      .filter(each => each !== '//' && !arguments_.includes(each))
      .map(each =>
        mismatch(
          [...path, each],
          `No argument or block type is named "${each}".`,
          `a dynamic block has for_each, iterator, labels and content; "${each}" may belong into content`,
        ),
      ),
    ...needed.filter(each => (members[each] ?? null) === null).map(each => missingArgument(path, each)),
    ...(contents.length === 1 ? [] : [wrongContent(path, contents.length)]),
    // Terraform never looks at the content of what is not generated.
    ...(generatedCount({ path, members }) === 0
      ? []
      : contents.flatMap(content => checkContent(content, block))),
  ]
}

/** How many blocks a dynamic one stands for; undefined where only a plan can tell. */
export const generatedCount = ({ members: { for_each: forEach } }: Body): number | undefined => {
  if (Array.isArray(forEach)) return forEach.length
  return isSet(forEach) && !Object.keys(forEach).some(isTemplate) ? Object.keys(forEach).length : undefined
}

/**
 * A list or set of objects may be generated too, though it is an argument: Terraform takes it for blocks then
 * (https://developer.hashicorp.com/terraform/language/attr-as-blocks), and none of its parts must be there.
 */
const generatedBlock = (outer: Block, name: string): Block | undefined => {
  const nested = own(outer.block_types, name)
  return nested === undefined ? blockOfElements(own(outer.attributes, name)?.type) : (nested.block ?? {})
}

const blockOfElements = (type: Type | undefined): Block | undefined => {
  if (!Array.isArray(type) || (type[0] !== 'list' && type[0] !== 'set')) return undefined
  const element = type[1] as Type
  if (!Array.isArray(element) || element[0] !== 'object') return undefined
  const parts = Object.entries(element[1] as Readonly<Record<string, Type>>)
  return {
    attributes: Object.fromEntries(parts.map(([name, part]) => [name, { type: part, optional: true }])),
  }
}

const notExpected = (path: DocumentPath, name: string, outer: Block): SchemaProblem => {
  const { attributes = {}, block_types: blocks = {} } = outer
  return mismatch(
    path,
    `Blocks of type "${name}" are not expected here.`,
    own(attributes, name) !== undefined
      ? `"${name}" is an argument: give it a value, made by a "for" expression where need be`
      : didYouMean(name, Object.keys(blocks)),
  )
}

const wrongContent = (path: DocumentPath, count: number): SchemaProblem =>
  mismatch(
    path,
    count === 0
      ? 'A dynamic block must have a nested block of type "content" to describe the body of each generated block.'
      : 'A dynamic block has only one nested block of type "content".',
  )
