/** Calling a function that stands where a value is wanted, with what the command line gives: Nix' "auto-call". */
import { fromBytes } from '../syntax/bytes.js'
import { Pos } from '../syntax/source.js'
import { Attrs, filterAttrs } from './attrs.js'
import { member } from './builtins/attrsets.js'
import { call } from './call.js'
import { NixError } from './failure.js'
import { force } from './force.js'
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
