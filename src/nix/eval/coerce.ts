/** What Nix turns into a string or a path where one is needed, and what it refuses. */
import { fromBytes } from '../syntax/bytes.js'
import { canonicalPath } from '../syntax/paths.js'
import { Attrs } from './attrs.js'
import { call } from './call.js'
import { describe } from './describe.js'
import { evaluationError, NixError, withFrame } from './failure.js'
import { force } from './force.js'
import { maxCallDepth } from './limits.js'
import { printForError, stackOverflow } from './print.js'
import type { Session } from './session.js'
import { ContextSet, type NixString } from './strings.js'
import { floatToString } from './text/floats.js'
import { ContextString, NixFloat, NixPath, type Slot, type Value } from './values.js'

export interface CoerceOptions {
  /** Numbers, Booleans, null and lists too, as `toString` and derivations take them. */
  readonly more?: boolean
  /** A path becomes its path in the store, as interpolation has it; else it is itself. */
  readonly copy?: boolean
}

const cannotCoerce = (value: Value): NixError =>
  new NixError('nix-type', `cannot coerce ${describe(value)} to a string: ${printForError(value)}`)

/** Follows `__toString` and `outPath` of sets until something else comes out, or a set that has neither. */
export const peel = (value: Value): Value => {
  let current = value
  for (let depth = 0; current instanceof Attrs; depth++) {
    if (depth > maxCallDepth) throw stackOverflow()
    const set: Attrs = current
    const written = set.get('__toString')
    if (written !== undefined) {
      const pos = set.position('__toString')
      try {
        current = call(force(written), set, pos)
      } catch (error) {
        throw withFrame(error, 'while calling the `__toString` attribute', pos)
      }
      continue
    }
    const outPath = set.get('outPath')
    if (outPath === undefined) return set
    try {
      current = force(outPath)
    } catch (error) {
      throw withFrame(error, 'while evaluating the `outPath` attribute', set.position('outPath'))
    }
  }
  return current
}

/** The string that a value stands for; its context goes to `context`. */
export const coerce = (
  session: Session,
  slot: Slot,
  context: ContextSet,
  options: CoerceOptions = {},
): string => {
  const value = force(slot)
  if (typeof value === 'string') return value
  if (value instanceof ContextString) return context.take(value)
  if (value instanceof NixPath) {
    if (!options.copy) return value.path
    const stored = session.copyToStore(value.path)
    context.add(stored)
    return stored
  }
  if (value instanceof Attrs) {
    const peeled = peel(value)
    if (peeled instanceof Attrs) throw cannotCoerce(peeled)
    return coerce(session, peeled, context, options)
  }
  if (!options.more) throw cannotCoerce(value)
  if (value === true) return '1'
  if (value === false || value === null) return ''
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (value instanceof NixFloat) return floatToString(value.value)
  if (Array.isArray(value)) return coerceList(session, value, context, options)
  throw cannotCoerce(value)
}

const coerceList = (
  session: Session,
  list: readonly Slot[],
  context: ContextSet,
  options: CoerceOptions,
): string => {
  let text = ''
  list.forEach((item, i) => {
    try {
      text += coerce(session, item, context, options)
    } catch (error) {
      throw withFrame(error, 'while evaluating one element of the list', null)
    }
    // Nix' own quirk: no space after an empty list.
    const value = force(item)
    if (i < list.length - 1 && !(Array.isArray(value) && value.length === 0)) text += ' '
  })
  return text
}

/** As `coerce`, giving a Nix string with its context. */
export const coerceToString = (session: Session, slot: Slot, options: CoerceOptions = {}): NixString => {
  const context = new ContextSet()
  return context.attach(coerce(session, slot, context, options))
}

/** The absolute path that a value stands for: a path, or a string that starts with a slash. */
export const coerceToPath = (session: Session, slot: Slot, context: ContextSet): string => {
  const value = peel(force(slot))
  if (value instanceof NixPath) return value.path
  const text = coerce(session, value, context)
  if (!text.startsWith('/'))
    throw evaluationError(`string '${fromBytes(text)}' doesn't represent an absolute path`)
  return canonicalPath(text)
}
