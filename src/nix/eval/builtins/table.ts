import { call, call2 } from '../call.js'
import { force } from '../force.js'
import { type BuiltinRun, type Slot, Thunk, type Value } from '../values.js'

/** Builtins by their name in `builtins`: how many arguments each takes, and what it does with them. */
export type BuiltinTable = Readonly<Record<string, readonly [arity: number, run: BuiltinRun]>>

const apply = ([callee, argument]: readonly [Slot, Slot]): Value => call(force(callee), argument, null)

const apply2 = ([callee, first, second]: readonly [Slot, Slot, Slot]): Value =>
  call2(force(callee), first, second, null)

/** `callee argument`, when it is needed. */
export const lazyCall = (callee: Slot, argument: Slot): Thunk => new Thunk(apply, [callee, argument])

/** `callee first second`, when it is needed. */
export const lazyCall2 = (callee: Slot, first: Slot, second: Slot): Thunk =>
  new Thunk(apply2, [callee, first, second])
