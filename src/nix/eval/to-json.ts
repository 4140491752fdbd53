/** Values as JSON text, as `builtins.toJSON` and `nix eval --json` write them. The text has one character for each byte. */
import { toBytes } from '../syntax/bytes.js'
import { Attrs } from './attrs.js'
import { coerce, peel } from './coerce.js'
import { describe } from './describe.js'
import { NixError, withFrame } from './failure.js'
import { force } from './force.js'
import { maxCallDepth } from './limits.js'
import { printForError, printName, stackOverflow } from './print.js'
import type { Session } from './session.js'
import type { ContextSet } from './strings.js'
import { quoteJson } from './text/escape.js'
import { floatToJson } from './text/floats.js'
import { ContextString, Data, NixFloat, NixPath, type Slot, type Value } from './values.js'

/** Writes the value of `slot`; what its strings refer to goes to `context`. Paths become paths in the store. */
export const toJson = (session: Session, slot: Slot, context: ContextSet): string => {
  const out: string[] = []

  const write = (inner: Slot, depth: number): void => {
    if (depth > maxCallDepth) throw stackOverflow()
    const value = force(inner)
    switch (typeof value) {
      case 'string':
        out.push(quoteJson(value))
        return
      case 'number':
      case 'bigint':
      case 'boolean':
        out.push(String(value))
        return
    }
    if (value === null) out.push('null')
    else if (Array.isArray(value)) list(value, depth)
    else if (value instanceof Attrs) set(value, depth)
    else if (value instanceof ContextString) out.push(quoteJson(context.take(value)))
    else if (value instanceof Data) out.push(toBytes(JSON.stringify(value.json)))
    else if (value instanceof NixFloat) out.push(floatToJson(value.value))
    else if (value instanceof NixPath) out.push(quoteJson(coerce(session, value, context, { copy: true })))
    else throw new NixError('nix-type', `cannot convert ${describe(value)} to JSON`)
  }

  const list = (items: readonly Slot[], depth: number): void => {
    out.push('[')
    items.forEach((item, i) => {
      if (i > 0) out.push(',')
      try {
        write(item, depth + 1)
      } catch (error) {
        throw withFrame(error, `while evaluating list element at index ${i}`, null)
      }
    })
    out.push(']')
  }

  const set = (value: Attrs, depth: number): void => {
    if (standsForText(value)) {
      write(peeledForJson(value), depth + 1)
      return
    }
    const { names, positions } = value.shape
    out.push('{')
    for (let i = 0; i < names.length; i++) {
      out.push(i > 0 ? ',' : '', quoteJson(names[i]!), ':')
      try {
        write(value.values[i]!, depth + 1)
      } catch (error) {
        throw withFrame(error, `while evaluating attribute '${printName(names[i]!)}'`, positions?.[i] ?? null)
      }
    }
    out.push('}')
  }

  write(slot, 0)
  return out.join('')
}

/** Whether JSON has something else in place of the set. */
export const standsForText = (set: Attrs): boolean => set.has('__toString') || set.has('outPath')

/** What JSON has in place of a set. What `__toString` returns has to be a string; what `outPath` holds may be anything. */
export const peeledForJson = (set: Attrs): Value => {
  const peeled = peel(set)
  const called = set.has('__toString') || throughToString(set)
  if (called && peeled instanceof Attrs)
    throw new NixError(
      'nix-type',
      `\`__toString\` must return a string, but got ${describe(peeled)}: ${printForError(peeled)}`,
    )
  if (called && !(typeof peeled === 'string' || peeled instanceof ContextString || peeled instanceof NixPath))
    throw new NixError(
      'nix-type',
      `\`__toString\` should return a string, but got ${describe(peeled)}: ${printForError(peeled)}`,
    )
  return peeled
}

/** Whether following `outPath` leads to a `__toString`. */
const throughToString = (set: Attrs): boolean => {
  let current: Attrs = set
  for (;;) {
    if (current.has('__toString')) return true
    const outPath = current.get('outPath')
    if (outPath === undefined) return false
    const next = force(outPath)
    if (!(next instanceof Attrs)) return false
    current = next
  }
}
