/** Takes the value of a slot where only one type will do. Each throws "expected … but found …". */
import { Attrs } from './attrs.js'
import { isFunction } from './describe.js'
import { force } from './force.js'
import { type Int, isInt } from './numbers.js'
import { typeError } from './print.js'
import { type NixString, refuseContext, textOf } from './strings.js'
import { ContextString, type NixList, type Slot, type Value } from './values.js'

export const expectSet = (slot: Slot): Attrs => {
  const value = force(slot)
  if (value instanceof Attrs) return value
  throw typeError('a set', value)
}

export const expectList = (slot: Slot): NixList => {
  const value = force(slot)
  if (Array.isArray(value)) return value
  throw typeError('a list', value)
}

/** A function, or a set that acts as one. */
export const expectFunction = (slot: Slot): Value => {
  const value = force(slot)
  if (isFunction(value) || (value instanceof Attrs && value.has('__functor'))) return value
  throw typeError('a function', value)
}

export const expectBool = (slot: Slot): boolean => {
  const value = force(slot)
  if (typeof value === 'boolean') return value
  throw typeError('a Boolean', value)
}

export const expectInt = (slot: Slot): Int => {
  const value = force(slot)
  if (isInt(value)) return value
  throw typeError('an integer', value)
}

/** A string with its context. */
export const expectString = (slot: Slot): NixString => {
  const value = force(slot)
  if (typeof value === 'string' || value instanceof ContextString) return value
  throw typeError('a string', value)
}

/** The text of a string, its context left out. */
export const expectText = (slot: Slot): string => textOf(expectString(slot))

/** The text of a string that must not refer to the store. */
export const expectPlain = (slot: Slot): string => refuseContext(expectString(slot))
