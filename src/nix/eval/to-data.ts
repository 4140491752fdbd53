/**
 * Values as what JSON.parse would make of their JSON (to-json.ts, whose rules and messages these are), without the text in
 * between: of a large project that text is most of what there is to do.
 */
import type { Json } from '../evaluate.js'
import { fromBytes } from '../syntax/bytes.js'
import { Attrs } from './attrs.js'
import { coerce } from './coerce.js'
import { describe } from './describe.js'
import { NixError, withFrame } from './failure.js'
import { force } from './force.js'
import { maxCallDepth } from './limits.js'
import { printName, stackOverflow } from './print.js'
import type { Session } from './session.js'
import type { ContextSet } from './strings.js'
import { refuseBrokenText } from './text/escape.js'
import { peeledForJson, standsForText } from './to-json.js'
import { ContextString, Data, NixFloat, NixPath, type Slot } from './values.js'

/** The value of `slot`; what its strings refer to goes to `context`. Paths become paths in the store. */
export const toData = (session: Session, slot: Slot, context: ContextSet): Json => {
  const data = (inner: Slot, depth: number): Json => {
    if (depth > maxCallDepth) throw stackOverflow()
    const value = force(inner)
    switch (typeof value) {
      case 'string':
        return textOf(value)
      case 'number':
      case 'boolean':
        return value
      case 'bigint':
        return Number(value)
    }
    if (value === null) return null
    if (Array.isArray(value)) return list(value, depth)
    if (value instanceof Attrs) return set(value, depth)
    if (value instanceof ContextString) return textOf(context.take(value))
    if (value instanceof Data) return value.json
    if (value instanceof NixFloat) return Number.isFinite(value.value) ? value.value : null
    if (value instanceof NixPath) return textOf(coerce(session, value, context, { copy: true }))
    throw new NixError('nix-type', `cannot convert ${describe(value)} to JSON`)
  }

  const list = (items: readonly Slot[], depth: number): Json[] => {
    const result: Json[] = []
    for (let i = 0; i < items.length; i++) {
      try {
        result.push(data(items[i]!, depth + 1))
      } catch (error) {
        throw withFrame(error, `while evaluating list element at index ${i}`, null)
      }
    }
    return result
  }

  const set = (value: Attrs, depth: number): Json => {
    if (standsForText(value)) return data(peeledForJson(value), depth + 1)
    const { names, positions } = value.shape
    const result: Record<string, Json> = {}
    for (let i = 0; i < names.length; i++) {
      try {
        addMember(result, textOf(names[i]!), data(value.values[i]!, depth + 1))
      } catch (error) {
        throw withFrame(error, `while evaluating attribute '${printName(names[i]!)}'`, positions?.[i] ?? null)
      }
    }
    return result
  }

  return data(slot, 0)
}

/** A member like any other, whatever its name. */
export const addMember = (object: Record<string, Json>, name: string, value: Json): void => {
  if (name !== '__proto__') object[name] = value
  else Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true })
}

const textOf = (bytes: string): string => {
  const text = fromBytes(bytes)
  if (text !== bytes) refuseBrokenText(bytes)
  return text
}
