/**
 * Whether an object has what a reference asks it for. Terraform's own rules, as far as they need no value
 * (StaticValidateTraversal in its configuration schemas, and what its type system says of attributes).
 */
import type { Attribute, Block, NestedBlock, NestedType, Type } from '../../provider/schema.js'
import type { Step } from '../document/template/traversal.js'
import { own } from './bodies.js'
import { didYouMean } from './problem.js'
import { showType } from './type.js'

export interface Flaw {
  readonly message: string
  readonly hint?: string
}

/** What is wrong with steps into an object of a block's schema; undefined where nothing is, or nobody can tell. */
export const traverseBlock = (block: Block, [step, ...rest]: readonly Step[]): Flaw | undefined => {
  if (step === undefined || step.kind !== 'name') return undefined
  const { attributes = {}, block_types: blocks = {} } = block
  const attribute = own(attributes, step.name)
  if (attribute !== undefined) return traverseAttribute(attribute, rest, step.name)
  const nested = own(blocks, step.name)
  return nested === undefined
    ? flaw(
        `This object has no argument, nested block, or exported attribute named "${step.name}".`,
        didYouMean(step.name, [...Object.keys(attributes), ...Object.keys(blocks)]),
      )
    : traverseNested(nested, rest, step.name)
}

const flaw = (message: string, hint?: string): Flaw => ({ message, ...(hint === undefined ? {} : { hint }) })

const traverseNested = (
  { nesting_mode: nesting, block = {} }: NestedBlock,
  steps: readonly Step[],
  name: string,
): Flaw | undefined => {
  const [step, ...rest] = steps
  if (step === undefined) return undefined
  if (nesting === 'single' || nesting === 'group') return traverseBlock(block, steps)
  if (nesting === 'map' || step.kind === 'splat') return traverseBlock(block, rest)
  if (nesting === 'set') return step.kind === 'name' ? inSet(name) : undefined
  return step.kind === 'name' ? inList(name, step.name) : traverseBlock(block, rest)
}

const inSet = (name: string): Flaw =>
  flaw(
    `"${name}" is represented by a set of objects, and set elements do not have addressable keys.`,
    `find elements that match something: [for each in ${name} : each if …], or take one of them: tolist(${name})[0]`,
  )

const inList = (name: string, member: string): Flaw =>
  flaw(
    `"${name}" is represented by a list of objects, so an index is needed before an attribute.`,
    `${name}[0].${member}`,
  )

const traverseAttribute = (
  { type = 'dynamic', nested_type: nested }: Attribute,
  steps: readonly Step[],
  name: string,
): Flaw | undefined =>
  nested === undefined ? traverseType(type, steps, name) : traverseNestedType(nested, steps, name)

const traverseNestedType = (
  { nesting_mode: nesting, attributes }: NestedType,
  steps: readonly Step[],
  name: string,
): Flaw | undefined =>
  attributes === undefined
    ? undefined
    : traverseNested({ nesting_mode: nesting, block: { attributes } }, steps, name)

const traverseType = (type: Type, [step, ...rest]: readonly Step[], name: string): Flaw | undefined => {
  if (step === undefined || type === 'dynamic') return undefined
  if (typeof type === 'string')
    return step.kind === 'name'
      ? flaw(`Can't access attributes on a primitive-typed value: "${name}" is a ${type}.`)
      : undefined
  const [kind, inner] = type
  if (kind === 'tuple') return undefined
  if (kind === 'object') {
    if (step.kind !== 'name') return undefined
    const member = own(inner, step.name)
    return member === undefined
      ? flaw(
          `This object does not have an attribute named "${step.name}".`,
          didYouMean(step.name, Object.keys(inner)),
        )
      : traverseType(member, rest, step.name)
  }
  if (kind === 'map') return traverseType(inner, rest, name)
  if (step.kind === 'splat' || (step.kind === 'index' && kind === 'list'))
    return traverseType(inner, rest, name)
  if (step.kind === 'index') return undefined
  if (!isObject(inner)) return flaw(`"${name}" is a ${showType(type)}, which has no attributes.`)
  return kind === 'set' ? inSet(name) : inList(name, step.name)
}

const isObject = (type: Type): boolean => Array.isArray(type) && type[0] === 'object'
