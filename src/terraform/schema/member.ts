/** Names that a block does not have: what may have been meant. */
import type { Block } from '../../provider/schema.js'
import type { DocumentPath } from '../document/problem.js'
import { isReadOnly } from './attribute.js'
import { didYouMean, mismatch, type SchemaProblem } from './problem.js'

/** A block on the way to a place, from the outermost one. */
export interface Enclosing {
  /** `aws_instance` of the outermost one, then the name of the nested block. */
  readonly name: string
  readonly block: Block
}

/** The problem of a member that is no argument and no block. `around`: the blocks that it is in, itself the last. */
export const unknownMember = (
  path: DocumentPath,
  name: string,
  around: readonly Enclosing[],
): SchemaProblem => {
  const { block } = around.at(-1)!
  const hint =
    within(block, name) ??
    outside(around.slice(0, -1), name) ??
    didYouMean(name, settableNames(block)) ??
    whatThereIs(block)
  return mismatch([...path, name], `No argument or block type is named "${name}".`, hint)
}

/** What can be written into a block. */
const settableNames = (block: Block): readonly string[] => [
  ...Object.entries(block.attributes ?? {})
    .filter(([, attribute]) => !isReadOnly(attribute))
    .map(([name]) => name),
  ...Object.keys(block.block_types ?? {}),
]

const manyNames = 15
const manyBlocks = 4

const whatThereIs = (block: Block): string | undefined => {
  const names = [...settableNames(block)].sort()
  return names.length === 0 || names.length > manyNames ? undefined : `What there is: ${names.join(', ')}.`
}

/** Whether it belongs into a block of this one, the shallowest of them. */
const within = (block: Block, name: string): string | undefined => {
  let level = Object.entries(block.block_types ?? {}).map(([each, { block: inner = {} }]) => ({
    way: [each],
    inner,
  }))
  while (level.length > 0) {
    const found = level.filter(({ inner }) => settableNames(inner).includes(name))
    if (found.length > 0 && found.length <= manyBlocks)
      return `it belongs into the block ${found.map(({ way }) => `"${way.join('.')}"`).join(' or ')}`
    if (found.length > manyBlocks) return undefined
    level = level.flatMap(({ way, inner }) =>
      Object.entries(inner.block_types ?? {}).map(([each, { block: deeper = {} }]) => ({
        way: [...way, each],
        inner: deeper,
      })),
    )
  }
  return undefined
}

/** Whether it belongs to a block that this one is in. */
const outside = (around: readonly Enclosing[], name: string): string | undefined => {
  const found = around.findLast(({ block }) => settableNames(block).includes(name))
  return found === undefined ? undefined : `it belongs further out, to "${found.name}"`
}
