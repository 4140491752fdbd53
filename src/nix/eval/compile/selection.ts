import type { AttrName, Expr, Select } from '../../syntax/ast.js'
import { fromBytes } from '../../syntax/bytes.js'
import type { Pos } from '../../syntax/source.js'
import { suggest } from '../../syntax/suggest.js'
import { Attrs, type Shape } from '../attrs.js'
import { expectPlain, expectSet } from '../expect.js'
import { located, NixError, withFrame } from '../failure.js'
import { force } from '../force.js'
import { printName } from '../print.js'
import { type Code, type Env, type Slot, Thunk, type Value } from '../values.js'
import type { Compiler } from './compiler.js'

type Name = (env: Env) => string

/** Finds a member; remembers where the last shape had it. */
type Lookup = (set: Attrs, env: Env) => Slot | undefined

const compileLookup = (c: Compiler, part: AttrName): Lookup => {
  if (part.name === undefined) {
    const name = compileName(c, part)
    return (set, env) => set.get(name(env))
  }
  const { name } = part
  let lastShape: Shape | undefined
  let lastPlace = -1
  return set => {
    if (set.shape !== lastShape) {
      lastPlace = set.shape.find(name)
      lastShape = set.shape
    }
    return lastPlace < 0 ? undefined : set.values[lastPlace]
  }
}

/** The name that a part of an attribute path stands for. */
export const compileName = (c: Compiler, part: AttrName): Name => {
  if (part.name !== undefined) {
    const { name } = part
    return () => name
  }
  const code = c.code(part.expr)
  const pos = c.pos(part.expr.at)
  return env => {
    const value = code(env)
    if (typeof value === 'string') return value
    try {
      return expectPlain(value)
    } catch (error) {
      throw withFrame(located(error, pos), 'while evaluating an attribute name', pos)
    }
  }
}

/** The error for a set without `name`. */
export const missingAttribute = (set: Attrs, name: string, pos: Pos | null): NixError => {
  const error = new NixError('nix-missing-attribute', `attribute '${fromBytes(name)}' missing`, pos)
  error.suggestions = suggest(name, set.shape.names)
  return error
}

const showPath = (path: readonly AttrName[]): string =>
  path.map(part => (part.name === undefined ? '"${...}"' : printName(part.name))).join('.')

/** Computes what was selected; if that fails, the error says what was being selected. */
const forceSelected = (thunk: Thunk, path: string, pos: Pos): Value => {
  try {
    return force(thunk)
  } catch (error) {
    throw withFrame(located(error, pos), `while evaluating the attribute '${path}'`, pos)
  }
}

const selectOne = (target: Code, name: string, pos: Pos): Code => {
  let lastShape: Shape | undefined
  let lastPlace = -1
  return env => {
    const set = target(env)
    if (!(set instanceof Attrs)) return notASet(set, name, pos)
    if (set.shape !== lastShape) {
      lastPlace = set.shape.find(name)
      lastShape = set.shape
    }
    if (lastPlace < 0) throw withFrame(missingAttribute(set, name, pos), evaluating(name), pos)
    const slot = set.values[lastPlace]!
    if (!(slot instanceof Thunk)) return slot
    return slot.code === null ? (slot.data as Value) : forceSelected(slot, name, pos)
  }
}

const evaluating = (path: string): string => `while evaluating the attribute '${path}'`

const notASet = (value: Value, path: string, pos: Pos): never => {
  try {
    expectSet(value)
  } catch (error) {
    throw withFrame(located(error, pos), evaluating(path), pos)
  }
  throw new Error('unreachable: a set is a set')
}

/** `target.a.b`, with or without `or fallback`. */
export const compileSelect = (c: Compiler, expr: Select): Code => {
  const target = c.code(expr.target)
  const pos = c.pos(expr.at)
  const { path } = expr
  if (expr.fallback) return selectOr(c, target, path, c.code(expr.fallback), pos)
  if (path.length === 1 && path[0]!.name !== undefined) return selectOne(target, path[0]!.name, pos)
  const lookups = path.map(part => compileLookup(c, part))
  const shown = showPath(path)
  return env => {
    let value = target(env)
    for (let i = 0; i < lookups.length; i++) {
      if (!(value instanceof Attrs)) return notASet(value, shown, pos)
      const slot = lookups[i]!(value, env)
      if (slot === undefined) {
        const missing = missingAttribute(value, compileName(c, path[i]!)(env), pos)
        throw withFrame(missing, evaluating(shown), pos)
      }
      value =
        slot instanceof Thunk
          ? slot.code === null
            ? (slot.data as Value)
            : forceSelected(slot, shown, pos)
          : slot
    }
    return value
  }
}

const selectOr = (c: Compiler, target: Code, path: readonly AttrName[], fallback: Code, pos: Pos): Code => {
  const lookups = path.map(part => compileLookup(c, part))
  const shown = showPath(path)
  return env => {
    let value = target(env)
    for (let i = 0; i < lookups.length; i++) {
      const slot: Slot | undefined = value instanceof Attrs ? lookups[i]!(value, env) : undefined
      if (slot === undefined) return fallback(env)
      value =
        slot instanceof Thunk
          ? slot.code === null
            ? (slot.data as Value)
            : forceSelected(slot, shown, pos)
          : slot
    }
    return value
  }
}

/** `target ? a.b` */
export const compileHasAttr = (c: Compiler, expr: Extract<Expr, { kind: 'hasAttr' }>): Code => {
  const target = c.code(expr.target)
  const lookups = expr.path.map(part => compileLookup(c, part))
  const last = lookups.length - 1
  return env => {
    let value = target(env)
    for (let i = 0; i <= last; i++) {
      const slot: Slot | undefined = value instanceof Attrs ? lookups[i]!(value, env) : undefined
      if (slot === undefined) return false
      if (i < last) value = force(slot)
    }
    return true
  }
}
