/** Says where two values differ: the message of `assert a == b`. */
import { fromBytes } from '../syntax/bytes.js'
import { Attrs } from './attrs.js'
import { equal, isDerivation } from './compare.js'
import { describe, typeName } from './describe.js'
import { NixError, withFrame } from './failure.js'
import { force } from './force.js'
import { printForError } from './print.js'
import type { Slot } from './values.js'

const differ = (message: string): NixError => new NixError('nix-assertion', message, null, true)

/** Throws for the first difference; returns where it finds none. */
export const throwDifference = (left: Slot, right: Slot): void => {
  const a = force(left)
  const b = force(right)
  const shownA = printForError(a)
  const shownB = printForError(b)
  const types = [typeName(a), typeName(b)]
  if (types.every(type => type === 'int' || type === 'float')) {
    if (equal(a, b)) return
    throw differ(
      `${describe(a)} with value '${shownA}' is not equal to ${describe(b)} with value '${shownB}'`,
    )
  }
  if (types[0] !== types[1])
    throw differ(`${describe(a)} of value '${shownA}' is not equal to ${describe(b)} of value '${shownB}'`)
  if (a instanceof Attrs && b instanceof Attrs) {
    setsDiffer(a, b)
    return
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length)
      throw differ(
        `list of size '${a.length}' is not equal to list of size '${b.length}', left hand side is '${shownA}', right hand side is '${shownB}'`,
      )
    a.forEach((item, i) => {
      try {
        throwDifference(item, b[i]!)
      } catch (error) {
        throw withFrame(error, `while comparing list element ${i}`, null)
      }
    })
    return
  }
  if (types[0] === 'lambda')
    throw differ('distinct functions and immediate comparisons of identical functions compare as unequal')
  const kind = { bool: 'boolean', string: 'string', path: 'path' }[types[0] as 'bool' | 'string' | 'path']
  if (!equal(a, b)) throw differ(`${kind} '${shownA}' is not equal to ${kind} '${shownB}'`)
}

const setsDiffer = (a: Attrs, b: Attrs): void => {
  if (isDerivation(a) && isDerivation(b)) {
    const left = a.get('outPath')
    const right = b.get('outPath')
    if (left !== undefined && right !== undefined) {
      try {
        throwDifference(left, right)
      } catch (error) {
        throw withFrame(error, "while comparing a derivation by its 'outPath' attribute", null)
      }
      return
    }
  }
  const shownA = printForError(a)
  const shownB = printForError(b)
  if (a.size !== b.size)
    throw differ(`attribute names of attribute set '${shownA}' differs from attribute set '${shownB}'`)
  for (const [i, name] of a.shape.names.entries()) {
    const other = b.shape.names[i]!
    if (name !== other)
      throw differ(
        b.has(name)
          ? `attribute name '${fromBytes(other)}' is missing in '${shownA}', but is contained in '${shownB}'`
          : `attribute name '${fromBytes(name)}' is contained in '${shownA}', but not in '${shownB}'`,
      )
    try {
      throwDifference(a.values[i]!, b.values[i]!)
    } catch (error) {
      const right = withFrame(error, 'where right hand side is', b.shape.positions?.[i] ?? null)
      const left = withFrame(right, 'where left hand side is', a.shape.positions?.[i] ?? null)
      throw withFrame(left, `while comparing attribute '${fromBytes(name)}'`, null)
    }
  }
}
