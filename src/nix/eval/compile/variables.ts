import type { Variable } from '../../syntax/ast.js'
import type { Pos } from '../../syntax/source.js'
import { suggest } from '../../syntax/suggest.js'
import { expectSet } from '../expect.js'
import { NixError, withFrame } from '../failure.js'
import { force, forceAt } from '../force.js'
import { type Code, type Delayed, type Env, type Slot, Thunk, type Value } from '../values.js'
import { type Compiler, frameAt } from './compiler.js'

/** The value of a slot that a variable named. */
const settle = (slot: Slot, pos: Pos): Value =>
  slot instanceof Thunk ? (slot.code === null ? (slot.data as Value) : forceAt(slot, pos)) : slot

/** Code that reads the variable and computes it. */
export const compileVariable = (c: Compiler, variable: Variable): Code => {
  const { where } = variable
  const pos = c.pos(variable.at)
  if (where.kind === 'global') {
    const slot = c.session.globals.get(variable.name)!
    return slot instanceof Thunk ? () => force(slot) : () => slot
  }
  if (where.kind === 'with') return compileWithLookup(c, variable, where.depths)
  const { depth, index } = where
  switch (depth) {
    case 0:
      return env => settle(env[index] as Slot, pos)
    case 1:
      return env => settle(env[0]![index] as Slot, pos)
    case 2:
      return env => settle(env[0]![0]![index] as Slot, pos)
    case 3:
      return env => settle(env[0]![0]![0]![index] as Slot, pos)
    case 4:
      return env => settle(env[0]![0]![0]![0]![index] as Slot, pos)
    case 5:
      return env => settle(env[0]![0]![0]![0]![0]![index] as Slot, pos)
    case 6:
      return env => settle(env[0]![0]![0]![0]![0]![0]![index] as Slot, pos)
  }
  return env => settle(frameAt(env, depth)[index] as Slot, pos)
}

/** Code that reads the variable's slot without computing it. */
export const delayVariable = (c: Compiler, variable: Variable, frameMayBeIncomplete: boolean): Delayed => {
  const { where } = variable
  if (where.kind === 'global') {
    const slot = c.session.globals.get(variable.name)!
    return () => slot
  }
  if (where.kind === 'with') {
    const code = compileVariable(c, variable)
    return env => new Thunk(code, env)
  }
  const { depth, index } = where
  if (depth === 0) {
    if (!frameMayBeIncomplete) return env => env[index] as Slot
    const code = compileVariable(c, variable)
    return env => {
      const slot = env[index] as Slot | undefined
      return slot === undefined ? new Thunk(code, env) : slot
    }
  }
  if (depth === 1) return env => env[0]![index] as Slot
  if (depth === 2) return env => env[0]![0]![index] as Slot
  if (depth === 3) return env => env[0]![0]![0]![index] as Slot
  if (depth === 4) return env => env[0]![0]![0]![0]![index] as Slot
  return env => frameAt(env, depth)[index] as Slot
}

const compileWithLookup = (c: Compiler, { name, at }: Variable, depths: readonly number[]): Code => {
  const pos = c.pos(at)
  return env => {
    for (const depth of depths) {
      const set = withSet(frameAt(env, depth), pos)
      const slot = set.get(name)
      if (slot !== undefined) return settle(slot, pos)
    }
    const error = new NixError('nix-undefined-variable', `undefined variable '${name}'`, pos)
    error.suggestions = suggest(
      name,
      depths.flatMap(depth => withSet(frameAt(env, depth), pos).shape.names),
    )
    throw error
  }
}

const withSet = (frame: Env, pos: Pos) => {
  try {
    return expectSet(frame[1] as Slot)
  } catch (error) {
    throw withFrame(error, 'while evaluating the first subexpression of a with expression', pos)
  }
}
