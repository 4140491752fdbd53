import { call, call2 } from '../call.js'
import { force } from '../force.js'
import { type BuiltinRun, type Slot, Thunk, type Value } from '../values.js'

/** Builtins by their name in `builtins`: how many arguments each takes, and what it does with them. */
export type BuiltinTable = Readonly<Record<string, readonly [arity: number, run: BuiltinRun]>>

/** `callee x` for many x, each when it is needed: one piece of code for all, so that a thunk holds no more than its x. */
export const lazyCalls = (callee: Value): ((argument: Slot) => Thunk) => {
  const code = (argument: Slot): Value => call(callee, argument, null)
  return argument => new Thunk(code, argument)
}

/** `callee names[i] values[i]` for each i, when it is needed. */
export const lazyCalls2 = (callee: Slot, names: readonly string[], values: readonly Slot[]): Thunk[] => {
  const code = (i: number): Value => call2(force(callee), names[i]!, values[i]!, null)
  return values.map((_, i) => new Thunk(code, i))
}
