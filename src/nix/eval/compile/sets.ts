/** Attribute sets and `let`. */
import type { Attrs as AttrsExpr, Entry, Expr } from '../../syntax/ast.js'
import { fromBytes } from '../../syntax/bytes.js'
import type { Pos } from '../../syntax/source.js'
import { Attrs, attrsFromMap, emptySet, Shape } from '../attrs.js'
import { expectPlain, expectSet } from '../expect.js'
import { evaluationError, located, withFrame } from '../failure.js'
import { force } from '../force.js'
import { type Code, type Delayed, type Env, type Slot, Thunk } from '../values.js'
import { type Compiler, frameTemplate } from './compiler.js'
import { missingAttribute } from './selection.js'

/** A member, given the frame that its value is computed in and the sets that are inherited from. */
type Member = (env: Env, outside: Env, from: readonly Slot[]) => Slot

const compileMember = (c: Compiler, entry: Entry, delay: (expr: Expr) => Delayed): Member => {
  if (entry.kind === 'plain') return entry.unread ? c.later(() => entry.value) : delay(entry.value)
  if (entry.kind === 'inherit') {
    const slot = c.delay(entry.value)
    return (_, outside) => slot(outside)
  }
  const { name, from: index } = entry
  const pos = c.pos(entry.at)
  const select = (from: Slot) => selectInherited(from, name, pos)
  return (_env, _outside, from) => new Thunk(select, from[index])
}

const selectInherited = (from: Slot, name: string, pos: Pos) => {
  try {
    const set = expectSet(from)
    const slot = set.get(name)
    if (slot === undefined) throw missingAttribute(set, name, pos)
    return force(slot)
  } catch (error) {
    throw withFrame(located(error, pos), `while evaluating the attribute '${fromBytes(name)}'`, pos)
  }
}

const noSets: readonly Slot[] = []

/** Fills a new frame with the members of a `let` or recursive set, in the order of their definition. */
const compileFrame = (c: Compiler, expr: AttrsExpr): ((outside: Env) => Env) => {
  // What may be overridden must not be read before: `b = a` becomes a thunk instead of a copy of the slot.
  const delay = (member: Expr): Delayed =>
    expr.recursive && expr.entries.has('__overrides') ? c.later(() => member) : c.delayInFrame(member)
  const members = [...expr.entries.values()].map(entry => compileMember(c, entry, delay))
  const inheritFrom = expr.inheritFrom.map(from => c.delayInFrame(from))
  const template = frameTemplate(members.length)
  return outside => {
    const frame = template.slice() as Env
    frame[0] = outside
    const from = inheritFrom.length === 0 ? noSets : inheritFrom.map(delayed => delayed(frame))
    for (let i = 0; i < members.length; i++) frame[i + 1] = members[i]!(frame, outside, from)
    return frame
  }
}

export const compileLet = (c: Compiler, expr: Extract<Expr, { kind: 'let' }>): Code => {
  const frame = compileFrame(c, expr.attrs)
  const body = c.code(expr.body)
  return env => body(frame(env))
}

/** Names in byte order, where each is in the order of definition, and their shape. */
const shapeOf = (c: Compiler, expr: AttrsExpr) => {
  const defined = [...expr.entries.keys()]
  const names = [...defined].sort()
  const places = names.map(name => defined.indexOf(name))
  const entries = [...expr.entries.values()]
  const positions = places.map(place => c.pos(entries[place]!.at))
  return {
    shape: new Shape(names, positions, true),
    places: orderedPlaces(defined, names) ?? places,
    entries,
  }
}

/** As indexOf for each name, in linear time for large sets. */
const orderedPlaces = (defined: readonly string[], names: readonly string[]): number[] | undefined => {
  if (defined.length < 32) return undefined
  const index = new Map(defined.map((name, i) => [name, i]))
  return names.map(name => index.get(name)!)
}

export const compileAttrs = (c: Compiler, expr: AttrsExpr): Code => {
  if (expr.recursive) {
    const made = compileRecursive(c, expr)
    return expr.dynamic.length === 0 ? env => made(env).set : withDynamic(c, expr, made)
  }
  const plain = compilePlain(c, expr)
  return expr.dynamic.length === 0 ? plain : withDynamic(c, expr, env => ({ set: plain(env), inner: env }))
}

/** A set, and the frame that names in it are found in. */
type Made = (env: Env) => { set: Attrs; inner: Env }

const compilePlain = (c: Compiler, expr: AttrsExpr): ((env: Env) => Attrs) => {
  const { shape, places, entries } = shapeOf(c, expr)
  const members = places.map(place => compileMember(c, entries[place]!, e => c.delay(e)))
  const inheritFrom = expr.inheritFrom.map(from => c.delay(from))
  const count = members.length
  const [first, second] = members
  if (inheritFrom.length === 0 && count === 0) return () => emptySet
  if (inheritFrom.length === 0 && count === 1) return env => new Attrs(shape, [first!(env, env, noSets)])
  if (inheritFrom.length === 0 && count === 2)
    return env => new Attrs(shape, [first!(env, env, noSets), second!(env, env, noSets)])
  return env => {
    const from = inheritFrom.length === 0 ? noSets : inheritFrom.map(delayed => delayed(env))
    const values = new Array<Slot>(count)
    for (let i = 0; i < count; i++) values[i] = members[i]!(env, env, from)
    return new Attrs(shape, values)
  }
}

const compileRecursive = (c: Compiler, expr: AttrsExpr): Made => {
  const { shape, places } = shapeOf(c, expr)
  const frame = compileFrame(c, expr)
  const overrides = expr.entries.has('__overrides')
  return outside => {
    const inner = frame(outside)
    const set = new Attrs(
      shape,
      places.map(place => inner[place + 1] as Slot),
    )
    return { set: overrides ? applyOverrides(set, places, inner) : set, inner }
  }
}

/** `__overrides` of a recursive set replaces members of it, also for the members that refer to them. */
const applyOverrides = (set: Attrs, places: readonly number[], inner: Env): Attrs => {
  let overrides: Attrs
  try {
    overrides = expectSet(set.get('__overrides')!)
  } catch (error) {
    const pos = set.position('__overrides')
    throw withFrame(pos ? located(error, pos) : error, 'while evaluating the `__overrides` attribute', pos)
  }
  const members = new Map<string, Slot>()
  const positions = new Map<string, Pos | null>()
  const put = (from: Attrs) => {
    for (const [i, name] of from.shape.names.entries()) {
      members.set(name, from.values[i]!)
      positions.set(name, from.shape.positions?.[i] ?? null)
    }
  }
  put(set)
  put(overrides)
  for (const [i, name] of set.shape.names.entries()) {
    const slot = overrides.get(name)
    if (slot !== undefined) inner[places[i]! + 1] = slot
  }
  return attrsFromMap(members, positions)
}

/** Adds the members whose names are computed. A name that is null leaves its member out. */
const withDynamic = (c: Compiler, expr: AttrsExpr, made: Made): Code => {
  const dynamic = expr.dynamic.map(({ at, name, value }) => ({
    pos: c.pos(at),
    name: c.code(name),
    value: c.delay(value),
  }))
  return env => {
    const { set, inner } = made(env)
    const members = new Map<string, Slot>()
    const positions = new Map<string, Pos | null>()
    for (const [i, name] of set.shape.names.entries()) {
      members.set(name, set.values[i]!)
      positions.set(name, set.shape.positions?.[i] ?? null)
    }
    for (const { pos, name, value } of dynamic) {
      const named = name(inner)
      if (named === null) continue
      let text: string
      try {
        text = expectPlain(named)
      } catch (error) {
        throw withFrame(located(error, pos), 'while evaluating the name of a dynamic attribute', pos)
      }
      if (members.has(text))
        throw evaluationError(
          `dynamic attribute '${fromBytes(text)}' already defined at ${positions.get(text) ?? 'an unknown place'}`,
          pos,
        )
      members.set(text, value(inner))
      positions.set(text, pos)
    }
    return attrsFromMap(members, positions)
  }
}
