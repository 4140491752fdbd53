import { call, call2 } from '../call.js'
import { force } from '../force.js'
import { type BuiltinRun, type Slot, Thunk, type Value } from '../values.js'

/** Builtins by their name in `builtins`: how many arguments each takes, and what it does with them. */
export type BuiltinTable = Readonly<Record<string, readonly [arity: number, run: BuiltinRun]>>

interface Application {
  readonly callee: Slot
  readonly first: Slot
}

interface Application2 extends Application {
  readonly second: Slot
}

const apply = ({ callee, first }: Application): Value => call(force(callee), first, null)

const apply2 = ({ callee, first, second }: Application2): Value => call2(force(callee), first, second, null)

/** `callee first`, when it is needed. */
export const lazyCall = (callee: Slot, first: Slot): Thunk => new Thunk(apply, { callee, first })

/** `callee first second`, when it is needed. */
export const lazyCall2 = (callee: Slot, first: Slot, second: Slot): Thunk =>
  new Thunk(apply2, { callee, first, second })
