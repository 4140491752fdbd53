/** What every type has: bindings, choices, calls, selections. */

import { anyName, anyType, type Context, chance, count, deeper, pick, someNames, within } from './context.js'
import { anything, expression, lambda, several } from './grow.js'
import { writtenName } from './literals.js'
import { bool, functionFrom, listOf, setOf, string, type Type } from './types.js'

/** An expression of the type through some other construct; undefined where the drawn one does not apply. */
export const general = (context: Context, type: Type): string | undefined =>
  pick(context, productions)(deeper(context), type)

type Production = (context: Context, type: Type) => string | undefined

const letIn: Production = (context, type) => {
  const bound = someNames(context, 3).map(name => ({ name, ...anything(context) }))
  if (bound.length === 0) return undefined
  const body = expression(within(context, ...bound), type)
  return `(let ${bound.map(({ name, source }) => `${name} = ${source};`).join(' ')} in ${body})`
}

/** Definitions that use one another, out of order. */
const letRecursive: Production = (context, type) => {
  const [first, second] = ['r1', 'r2']
  const inner = anyType(context, 1)
  const outer = anyType(context, 1)
  const source = expression(context, inner)
  const user = expression(within(context, { name: second, type: inner }), outer)
  const body = expression(within(context, { name: first, type: outer }, { name: second, type: inner }), type)
  return `(let ${first} = ${user}; ${second} = ${source}; in ${body})`
}

/** The bound names must not be used in the sources, which stand outside. */
const letInherit: Production = (context, type) => {
  const name = anyName(context)
  const { source, type: bound } = anything(context)
  return `(let inherit (${setSource(context, [[name, source]])}) ${name}; in ${expression(within(context, { name, type: bound }), type)})`
}

const setSource = (context: Context, members: readonly (readonly [string, string])[]): string =>
  `{ ${members.map(([name, source]) => `${writtenName(context, name, true)} = ${source};`).join(' ')} }`

const ifThenElse: Production = (context, type) =>
  `(if ${expression(context, bool)} then ${expression(context, type)} else ${expression(context, type)})`

/** A name from `with` gives way to one that is bound. */
const withSet: Production = (context, type) => {
  const members = someNames(context, 3).map(name => ({ name, ...anything(context) }))
  const visible = members.filter(({ name }) => !context.scope.some(variable => variable.name === name))
  const opened = setSource(
    context,
    members.map(({ name, source }) => [name, source] as const),
  )
  return `(with ${opened}; ${expression(within(context, ...visible), type)})`
}

const assertion: Production = (context, type) => {
  const condition = expression({ ...context, depth: Math.min(context.depth, 1) }, bool)
  return `(assert ${context.failures ? condition : `(${condition} || true)`}; ${expression(context, type)})`
}

const call: Production = (context, type) => {
  const from = anyType(context, 1)
  return `(${lambda(context, 'p', from, type)} ${expression(context, from)})`
}

/** A call with a set pattern: defaults that use other formals, an ellipsis, the whole set under a name. */
const patternCall: Production = (context, type) => {
  const formals = someNames(context, 3).map(name => ({
    name,
    type: anyType(context, 1),
    optional: chance(context, 40),
    given: chance(context, 50),
  }))
  const inside = within(context, ...formals)
  const written = formals.map(({ name, type: formal, optional }, index) =>
    optional ? `${name} ? ${expression(within(context, ...formals.slice(0, index)), formal)}` : name,
  )
  const passed = formals.filter(({ optional, given }) => !optional || given)
  const args = passed.map(({ name, type: formal }) => [name, expression(context, formal)] as const)
  const ellipsis = chance(context, 30)
  const extra: (readonly [string, string])[] = ellipsis ? [['extra', '1']] : []
  const pattern = `{ ${[...written, ...(ellipsis ? ['...'] : [])].join(', ')} }`
  const whole = pick(context, ['', 'whole @ ', ' @ whole'])
  const head = whole.endsWith(' ') ? whole + pattern : pattern + whole
  const body = expression(
    whole === ''
      ? inside
      : within(inside, {
          name: 'whole',
          type: setOf(passed.map(formal => [formal.name, formal.type] as const)),
        }),
    type,
  )
  // Where the whole set is used as one without the extra member, equality and names would differ.
  if (whole !== '' && ellipsis) return undefined
  return `((${head}: ${body}) ${setSource(context, [...args, ...extra])})`
}

const selection: Production = (context, type) => {
  const path = Array.from({ length: 1 + count(context, 1) }, () => anyName(context))
  const source = path.reduceRight(
    (inner, name) => `{ ${writtenName(context, name, true)} = ${inner}; }`,
    expression(context, type),
  )
  const selected = path.map(name => writtenName(context, name, true)).join('.')
  return chance(context, 30)
    ? `(${source}.${selected} or ${expression(context, type)})`
    : `${source}.${selected}`
}

const absent: Production = (context, type) =>
  `(${setSource(context, [['here', '1']])}.${pick(context, ['gone', 'here.gone', '"gone"', '${"gone"}'])} or ${expression(context, type)})`

const ofList: Production = (context, type) => {
  const items = several(context, type, 1, 3)
  const source = `[ ${items.join(' ')} ]`
  return pick(context, [
    `(builtins.head ${source})`,
    `(builtins.elemAt ${source} ${count(context, items.length - 1)})`,
  ])
}

const fold: Production = (context, type) => {
  const item = anyType(context, 0)
  const step = `(acc: item: ${expression(
    within(context, { name: 'acc', type }, { name: 'item', type: item }),
    type,
  )})`
  return `(builtins.foldl' ${step} ${expression(context, type)} ${expression(context, listOf(item))})`
}

const tried: Production = (context, type) => {
  const attempt = pick(context, [
    expression(context, type),
    '(throw "caught")',
    '(assert false; 1)',
    `(assert ${expression(context, bool)}; ${expression(context, type)})`,
  ])
  return `(let t = builtins.tryEval ${attempt}; in if t.success then t.value else ${expression(context, type)})`
}

const sequenced: Production = (context, type) =>
  `(builtins.${pick(context, ['seq', 'deepSeq'])} ${anything(context).source} ${expression(context, type)})`

const functor: Production = (context, type) => {
  const from = anyType(context, 0)
  const body = expression(within(context, { name: 'p', type: from }), type)
  return `({ n = 1; __functor = self: p: ${body}; } ${expression(context, from)})`
}

const applied: Production = (context, type) => {
  const from = anyType(context, 0)
  return `(${expression(context, functionFrom(from, type))} ${expression(context, from)})`
}

const roundTrip: Production = (context, type) => {
  if (type.kind !== 'int' && type.kind !== 'string' && type.kind !== 'bool') return undefined
  return `(builtins.fromJSON (builtins.toJSON ${expression(context, type)}))`
}

const named: Production = (context, type) =>
  `(builtins.getAttr ${expression(context, string)} (builtins.listToAttrs [ { name = ${expression(context, string)}; value = ${expression(context, type)}; } ]))`

const productions: readonly Production[] = [
  letIn,
  letIn,
  letRecursive,
  letInherit,
  ifThenElse,
  ifThenElse,
  withSet,
  assertion,
  call,
  patternCall,
  patternCall,
  selection,
  selection,
  absent,
  ofList,
  fold,
  tried,
  sequenced,
  functor,
  applied,
  roundTrip,
  (context, type) => (context.failures && chance(context, 30) ? named(context, type) : undefined),
]
