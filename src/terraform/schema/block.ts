/**
 * The body of a block against its schema: each argument and each nested block, what is missing, and how many blocks there
 * are. Blocks are never templates.
 */
import type { Block, NestedBlock } from '../../provider/schema.js'
import {
  type Body,
  type Block as DocumentBlock,
  type DocumentSet,
  isSet,
  labelled,
} from '../document/blocks.js'
import type { DocumentPath } from '../document/problem.js'
import type { DocumentValue } from '../document/shape.js'
import { checkAttribute, missingArgument } from './attribute.js'
import { nestedBodies, own } from './bodies.js'
import { checkCount } from './count.js'
import { checkDynamic, dynamicBlocks } from './dynamic.js'
import { type Enclosing, unknownMember } from './member.js'
import { deprecated, mismatch, type SchemaProblem } from './problem.js'

/** All that is wrong with a body. `around`: the blocks that it is in, itself the last. */
export const checkBody = (
  { path, members }: Body,
  around: readonly Enclosing[],
  reserved: ReadonlySet<string> = none,
): readonly SchemaProblem[] => {
  const { attributes = {}, block_types: blocks = {} } = around.at(-1)!.block
  const { required, needed } = demandsOf(around.at(-1)!.block)
  const generated =
    members.dynamic === undefined ? nothing : dynamicBlocks(members.dynamic, [...path, 'dynamic'])
  const generatedOf = (name: string) =>
    generated.length === 0 ? nothing : generated.filter(({ labels }) => labels[0] === name)
  const problems: SchemaProblem[] = []
  for (const name in members) {
    const value = members[name]!
    const at = [...path, name]
    const attribute = own(attributes, name)
    const nested = own(blocks, name)
    if (name === '//' || name === 'dynamic' || reserved.has(name)) continue
    if (attribute !== undefined) problems.push(...checkAttribute(attribute, value, at, name))
    else if (nested !== undefined) problems.push(...checkBlocks(nested, value, at, name, around))
    else problems.push(unknownMember(path, name, around))
  }
  for (const name of required)
    if ((members[name] ?? null) === null && generatedOf(name).length === 0)
      problems.push(missingArgument(path, name))
  for (const [name, nested] of needed(members, generated))
    problems.push(
      ...checkCount(nested, { name, value: members[name] ?? null, generated: generatedOf(name) }, path),
    )
  for (const block of generated)
    problems.push(
      ...checkDynamic(block, around.at(-1)!.block, (content, inner) =>
        checkBody(content, [...around, { name: block.labels[0]!, block: inner }]),
      ),
    )
  return problems
}

const none: ReadonlySet<string> = new Set()
const nothing: readonly never[] = []

type NamedBlock = readonly [name: string, nested: NestedBlock]

/** What a block demands of a body, whatever else is in it. */
interface Demands {
  /** Arguments that must be there. */
  readonly required: readonly string[]
  /** The blocks of which there may be too few or too many in a body. */
  readonly needed: (members: DocumentSet, generated: readonly DocumentBlock[]) => readonly NamedBlock[]
}

/** Types have a hundred arguments and blocks, of which few must be there: they are picked out once a block. */
const known = new WeakMap<Block, Demands>()

const demandsOf = (block: Block): Demands => {
  const before = known.get(block)
  if (before !== undefined) return before
  const blocks = Object.entries(block.block_types ?? {})
  const always = new Set(blocks.filter(([, { min_items: least = 0 }]) => least > 0).map(([name]) => name))
  const demands: Demands = {
    required: Object.entries(block.attributes ?? {})
      .filter(([, { required }]) => required)
      .map(([name]) => name),
    needed: (members, generated) =>
      blocks.filter(
        ([name]) =>
          always.has(name) ||
          members[name] !== undefined ||
          generated.some(({ labels }) => labels[0] === name),
      ),
  }
  known.set(block, demands)
  return demands
}

const checkBlocks = (
  { nesting_mode: nesting, block = {} }: NestedBlock,
  value: DocumentValue,
  path: DocumentPath,
  name: string,
  around: readonly Enclosing[],
): readonly SchemaProblem[] => {
  if (value === null) return []
  const malformed = malformedBlocks(value, path, name)
  if (malformed.length > 0) return malformed
  const { blocks, problems } =
    nesting === 'map'
      ? blocksWithLabels(value, path, name)
      : { blocks: nestedBodies(value, path), problems: [] }
  return [
    ...(block.deprecated ? [deprecated(path, `The block "${name}" is deprecated.`)] : []),
    ...problems,
    ...blocks.flatMap(body => checkBody(body, [...around, { name, block }])),
  ]
}

/** What is neither an object nor an array of them: mostly an argument's value, given to a block. */
const malformedBlocks = (
  value: DocumentValue,
  path: DocumentPath,
  name: string,
): readonly SchemaProblem[] => {
  if (value === null || isSet(value)) return []
  if (Array.isArray(value))
    return value.flatMap((each, index) => malformedBlocks(each, [...path, index], name))
  return [
    mismatch(
      path,
      `Either a JSON object or a JSON array is required, representing the contents of one or more "${name}" blocks.`,
      typeof value === 'string' && value.includes('${')
        ? `a block can't come from a template; write: dynamic.${name} = { for_each = …; content = { … }; }`
        : 'a block takes a set of arguments, or a list of such sets',
    ),
  ]
}

/** Blocks of a map have a label, which no two of them share. */
const blocksWithLabels = (value: DocumentValue, path: DocumentPath, name: string) => {
  const blocks = labelled(name, value, path, 1)
  const problems: SchemaProblem[] = []
  const met = new Set<string>()
  for (const { path: at, labels } of blocks) {
    const [label = ''] = labels
    if (met.has(label))
      problems.push(
        mismatch(
          at,
          `A block for ${name} "${label}" was already defined. The ${name} labels must be unique.`,
        ),
      )
    met.add(label)
  }
  for (const { path: at, members } of nestedBodies(value, path)) {
    const entries = Object.entries(members)
    if (entries.length === 0)
      problems.push(
        mismatch(
          at,
          `At least one object property is required, whose name represents the ${name} block's key.`,
        ),
      )
    problems.push(...entries.flatMap(([label, body]) => malformedBlocks(body, [...at, label], name)))
  }
  return { blocks, problems }
}
