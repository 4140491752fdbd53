/** Equality and order. */
import { Attrs } from './attrs.js'
import { calls } from './call.js'
import { describe, typeName } from './describe.js'
import { NixError, withFrame } from './failure.js'
import { force } from './force.js'
import { isInt } from './numbers.js'
import { printForError, stackOverflow } from './print.js'
import { ContextString, NixFloat, NixPath, type Slot, type Value } from './values.js'

export const isDerivation = (set: Attrs): boolean => {
  const type = set.get('type')
  if (type === undefined) return false
  const value = force(type)
  return (value instanceof ContextString ? value.text : value) === 'derivation'
}

/**
 * Whether two values are equal. Functions never are; but one slot is equal to itself, whatever it holds, when it is met
 * inside of two lists or sets.
 */
export const equal = (a: Value, b: Value): boolean => {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    if (a === b) return true
    // An integer and a float are compared as floats.
    if (a instanceof NixFloat) return isInt(b) && a.value === Number(b)
    if (b instanceof NixFloat) return isInt(a) && Number(a) === b.value
    if (typeof a === 'string') return b instanceof ContextString && a === b.text
    if (typeof b === 'string') return a instanceof ContextString && a.text === b
    // A bigint is never equal to a number: each integer has one representation.
    return false
  }
  if (a instanceof Attrs) return b instanceof Attrs && equalSets(a, b)
  if (Array.isArray(a)) return Array.isArray(b) && equalLists(a, b)
  if (a instanceof ContextString) return b instanceof ContextString && a.text === b.text
  if (a instanceof NixPath) return b instanceof NixPath && a.path === b.path
  if (a instanceof NixFloat) return b instanceof NixFloat && a.value === b.value
  return false
}

/** Whether the contents of two slots are equal. */
export const equalSlots = (a: Slot, b: Slot): boolean => {
  if (a === b) {
    force(a)
    return true
  }
  if (calls.depth >= calls.limit) throw stackOverflow()
  calls.depth++
  const result = equal(force(a), force(b))
  calls.depth--
  return result
}

const equalLists = (a: readonly Slot[], b: readonly Slot[]): boolean => {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!equalSlots(a[i]!, b[i]!)) return false
  return true
}

const equalSets = (a: Attrs, b: Attrs): boolean => {
  if (isDerivation(a) && isDerivation(b)) {
    const left = a.get('outPath')
    const right = b.get('outPath')
    if (left !== undefined && right !== undefined) return equalSlots(left, right)
  }
  if (a.size !== b.size) return false
  // Nix meets a name that only one has before it computes anything, most of the time.
  if (a.shape !== b.shape)
    for (let i = 0; i < a.values.length; i++) if (a.shape.names[i] !== b.shape.names[i]) return false
  for (let i = 0; i < a.values.length; i++) if (!equalSlots(a.values[i]!, b.values[i]!)) return false
  return true
}

const incomparable = (a: Value, b: Value): NixError => {
  const values = `${printForError(a)} and ${printForError(b)}`
  return new NixError(
    'nix-type',
    typeName(a) === typeName(b)
      ? `cannot compare ${describe(a)} with ${describe(b)}; values of that type are incomparable (values are ${values})`
      : `cannot compare ${describe(a)} with ${describe(b)}; values are ${values}`,
  )
}

const orderable = (value: Value): number | bigint | string | undefined => {
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string') return value
  if (value instanceof NixFloat) return value.value
  if (value instanceof ContextString) return value.text
  if (value instanceof NixPath) return value.path
  return undefined
}

const orderType = (value: Value): string => {
  const name = typeName(value)
  return name === 'float' ? 'int' : name
}

/** `a < b`. */
export const less = (a: Value, b: Value): boolean => {
  if (typeof a === 'number' && typeof b === 'number') return a < b
  if (orderType(a) !== orderType(b)) throw incomparable(a, b)
  if (Array.isArray(a) && Array.isArray(b)) return lessLists(a, b)
  const left = orderable(a)
  const right = orderable(b)
  if (left === undefined || right === undefined) throw incomparable(a, b)
  if (a instanceof NixFloat || b instanceof NixFloat) return Number(left) < Number(right)
  return left < right
}

const lessLists = (a: readonly Slot[], b: readonly Slot[]): boolean => {
  for (let i = 0; ; i++) {
    if (i === b.length) return false
    if (i === a.length) return true
    if (equalSlots(a[i]!, b[i]!)) continue
    try {
      return less(force(a[i]!), force(b[i]!))
    } catch (error) {
      throw withFrame(error, 'while comparing two list elements', null)
    }
  }
}
