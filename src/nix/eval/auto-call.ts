/** Calling a function that stands where a value is wanted, with what the command line gives: Nix' "auto-call". */
import { fromBytes } from '../syntax/bytes.js'
import { Pos } from '../syntax/source.js'
import type { AttributePath } from './attribute-path.js'
import { Attrs, filterAttrs } from './attrs.js'
import { member } from './builtins/attrsets.js'
import { call } from './call.js'
import { describe } from './describe.js'
import { evaluationError, NixError } from './failure.js'
import { force } from './force.js'
import { suggest } from './suggest.js'
import { Lambda, type Value } from './values.js'

/**
 * Calls `value` if it is a function from a set. It gets the arguments that it names, all of them if it has an ellipsis.
 *
 * @throws NixError where it needs an argument that is not there
 */
export const autoCall = (value: Value, args: Attrs): Value => {
  let callee = value
  if (callee instanceof Attrs && callee.has('__functor')) {
    const bound = call(force(member(callee, '__functor')), callee, null)
    return autoCall(bound, args)
  }
  if (!(callee instanceof Lambda)) return callee
  const { formals } = callee.info.expr
  if (formals === undefined) return callee
  const wanted = new Set(formals.list.map(({ name }) => name))
  for (const { name, at, fallback } of formals.list)
    if (fallback === undefined && !args.has(name))
      throw new NixError(
        'nix-missing-argument',
        `cannot evaluate a function that has an argument without a value ('${fromBytes(name)}')`,
        new Pos(callee.info.pos.source, at),
      )
  callee = call(callee, formals.ellipsis ? args : filterAttrs(args, name => wanted.has(name)), null)
  return callee
}

/**
 * The value at an attribute path: names, numbers for members of lists. Functions on the way are called, the one at its
 * end is not.
 *
 * @throws NixError where the path does not lead on
 */
export const selectPath = (value: Value, path: AttributePath, args: Attrs): Value => {
  let current = value
  for (const name of path.names) current = step(autoCall(current, args), name, path)
  return current
}

const step = (value: Value, name: string, { shown }: AttributePath): Value => {
  const index = /^[0-9]+$/.test(name) ? Number(name) : Number.NaN
  if (index < 2 ** 32) {
    if (!Array.isArray(value)) throw unsuitable(shown, 'a list', value)
    const item = value[index]
    if (item !== undefined) return force(item)
    throw new NixError(
      'nix-missing-attribute',
      `list index ${index} in selection path '${shown}' is out of range`,
    )
  }
  if (!(value instanceof Attrs)) throw unsuitable(shown, 'a set', value)
  if (name === '') throw evaluationError(`empty attribute name in selection path '${shown}'`)
  const slot = value.get(name)
  if (slot !== undefined) return force(slot)
  const error = new NixError(
    'nix-missing-attribute',
    `attribute '${fromBytes(name)}' in selection path '${shown}' not found`,
  )
  error.suggestions = suggest(name, value.shape.names)
  throw error
}

const unsuitable = (path: string, wanted: string, value: Value) =>
  new NixError(
    'nix-type',
    `the expression selected by the selection path '${path}' should be ${wanted} but is ${describe(value)}`,
  )
