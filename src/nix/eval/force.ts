import type { Pos } from '../syntax/source.js'
import { NixError } from './failure.js'
import { type Slot, Thunk, type Value } from './values.js'

/** The code of a thunk that is running: whoever forces it now needs its own result. */
export const blackHole = (): never => {
  throw new NixError('nix-infinite-recursion', 'infinite recursion encountered')
}

/** Runs a thunk that has no value yet. If it fails it can be run again (and will fail the same way). */
export const run = (thunk: Thunk): Value => {
  const { code, data } = thunk
  thunk.code = blackHole
  let value: Value
  try {
    value = code!(data)
  } catch (error) {
    thunk.code = code
    throw error
  }
  thunk.code = null
  thunk.data = value
  return value
}

/** The value of a slot. */
export const force = (slot: Slot): Value =>
  slot instanceof Thunk ? (slot.code === null ? (slot.data as Value) : run(slot)) : slot

/** The value of a slot that is named at `pos`: an infinite recursion is reported there. */
export const forceAt = (thunk: Thunk, pos: Pos): Value => {
  if (thunk.code === null) return thunk.data as Value
  if (thunk.code === blackHole)
    throw new NixError('nix-infinite-recursion', 'infinite recursion encountered', pos)
  return run(thunk)
}
