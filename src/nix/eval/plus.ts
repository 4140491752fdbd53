/** `a + b`: a sum, a string or a path, by the type of what comes first. */
import { canonicalPath } from '../syntax/paths.js'
import { coerce } from './coerce.js'
import { describe } from './describe.js'
import { evaluationError, NixError } from './failure.js'
import { arithmetic, isInt } from './numbers.js'
import type { Session } from './session.js'
import { ContextSet } from './strings.js'
import { ContextString, NixFloat, NixPath, type Value } from './values.js'

export const plus = (session: Session, a: Value, b: Value): Value => {
  const aIsInt = isInt(a)
  if (aIsInt || a instanceof NixFloat) {
    if (isInt(b) || b instanceof NixFloat) return arithmetic(a, b, '+')
    throw new NixError('nix-type', `cannot add ${describe(b)} to ${aIsInt ? 'an integer' : 'a float'}`)
  }
  const context = new ContextSet()
  const copy = typeof a === 'string' || a instanceof ContextString
  const first = coerce(session, a, context, { copy })
  const second = coerce(session, b, context, { copy })
  return a instanceof NixPath ? pathOf(first + second, context) : context.attach(first + second)
}

/** A path put together from strings; none of them may refer to the store. */
export const pathOf = (text: string, context: ContextSet): NixPath => {
  if (context.first !== undefined)
    throw evaluationError('a string that refers to a store path cannot be appended to a path')
  return new NixPath(canonicalPath(text))
}
