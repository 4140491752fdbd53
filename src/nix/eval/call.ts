/** Calling functions. The depth of calls is counted here, and every call that fails leaves a frame in the error. */
import { fromBytes } from '../syntax/bytes.js'
import type { Pos } from '../syntax/source.js'
import { suggest } from '../syntax/suggest.js'
import { Attrs } from './attrs.js'
import { describe } from './describe.js'
import { NixError, withFrame } from './failure.js'
import { force } from './force.js'
import { maxCallDepth } from './limits.js'
import { printForError, stackOverflow, typeError } from './print.js'
import {
  Builtin,
  type CompiledFormals,
  type Env,
  Lambda,
  PartialBuiltin,
  type Slot,
  type Value,
} from './values.js'

/** How many calls are in progress. Whoever catches an error and goes on puts it back to what it was. */
export const calls = { depth: 0, limit: maxCallDepth }

const functionName = (lambda: Lambda): string => lambda.info.expr.name ?? 'anonymous lambda'

const calling = (lambda: Lambda): string => {
  const { name } = lambda.info.expr
  return name === undefined ? 'while calling anonymous lambda' : `while calling '${name}'`
}

const lambdaFailed = (error: unknown, lambda: Lambda, pos: Pos | null): unknown => {
  const traced = withFrame(error, calling(lambda), lambda.info.pos)
  return pos ? withFrame(traced, 'from call site', pos) : traced
}

const overflow = (pos: Pos | null): NixError => {
  const error = stackOverflow()
  error.pos = pos
  return error
}

/** The frame of a call whose argument is taken apart. */
const matchFormals = (lambda: Lambda, formals: CompiledFormals, argument: Slot): Env => {
  const set = force(argument)
  if (!(set instanceof Attrs))
    throw withFrame(
      typeError('a set', set),
      'while evaluating the value passed for the lambda argument',
      null,
    )
  const { shape } = set
  if (formals.lastShape !== shape) {
    formals.lastPlaces = placesOf(lambda, formals, set)
    formals.lastShape = shape
  }
  const places = formals.lastPlaces
  const env = formals.template.slice() as Env
  env[0] = lambda.env
  if (formals.whole) env[1] = argument
  const first = formals.whole ? 2 : 1
  let missing = false
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!
    if (place >= 0) env[first + i] = set.values[place]!
    else missing = true
  }
  // A missing formal's fallback may need any of the others: it is made once all are there.
  if (missing)
    for (let i = 0; i < places.length; i++) if (places[i]! < 0) env[first + i] = formals.fallbacks[i]!(env)
  return env
}

const placesOf = (lambda: Lambda, formals: CompiledFormals, set: Attrs): number[] => {
  const { names, fallbacks, ellipsis } = formals
  const places: number[] = []
  let found = 0
  for (let i = 0; i < names.length; i++) {
    const place = set.shape.find(names[i]!)
    if (place < 0 && fallbacks[i] === null) {
      const error = new NixError(
        'nix-missing-argument',
        `function '${functionName(lambda)}' called without required argument '${names[i]}'`,
        lambda.info.pos,
      )
      error.suggestions = suggest(names[i]!, set.shape.names)
      throw error
    }
    if (place >= 0) found++
    places.push(place)
  }
  if (!ellipsis && found < set.size)
    for (const name of set.shape.names)
      if (!names.includes(name)) {
        const error = new NixError(
          'nix-unexpected-argument',
          `function '${functionName(lambda)}' called with unexpected argument '${fromBytes(name)}'`,
          lambda.info.pos,
        )
        error.suggestions = suggest(name, names)
        throw error
      }
  return places
}

const callLambda = (lambda: Lambda, argument: Slot, pos: Pos | null): Value => {
  if (calls.depth >= calls.limit) throw overflow(pos)
  calls.depth++
  try {
    const { info } = lambda
    const env: Env =
      info.formals === null ? [lambda.env, argument] : matchFormals(lambda, info.formals, argument)
    const value = info.body(env)
    calls.depth--
    return value
  } catch (error) {
    throw lambdaFailed(error, lambda, pos)
  }
}

/** `f a b` where f is `a: b: …`: both arguments at once. */
const callLambda2 = (lambda: Lambda, first: Slot, second: Slot, pos: Pos | null): Value => {
  if (calls.depth >= calls.limit) throw overflow(pos)
  calls.depth++
  try {
    const value = lambda.info.inner!.body([[lambda.env, first], second])
    calls.depth--
    return value
  } catch (error) {
    throw lambdaFailed(error, lambda, pos)
  }
}

const builtinFailed = (error: unknown, builtin: Builtin, pos: Pos | null): unknown =>
  withFrame(error, `while calling the '${builtin.name}' builtin`, pos)

const callBuiltin1 = (builtin: Builtin, argument: Slot, pos: Pos | null): Value => {
  if (calls.depth >= calls.limit) throw overflow(pos)
  calls.depth++
  try {
    const value = builtin.run(argument)
    calls.depth--
    return value
  } catch (error) {
    throw builtinFailed(error, builtin, pos)
  }
}

const callBuiltin2 = (builtin: Builtin, first: Slot, second: Slot, pos: Pos | null): Value => {
  if (calls.depth >= calls.limit) throw overflow(pos)
  calls.depth++
  try {
    const value = builtin.run(first, second)
    calls.depth--
    return value
  } catch (error) {
    throw builtinFailed(error, builtin, pos)
  }
}

const callBuiltin3 = (builtin: Builtin, first: Slot, second: Slot, third: Slot, pos: Pos | null): Value => {
  if (calls.depth >= calls.limit) throw overflow(pos)
  calls.depth++
  try {
    const value = builtin.run(first, second, third)
    calls.depth--
    return value
  } catch (error) {
    throw builtinFailed(error, builtin, pos)
  }
}

const notAFunction = (value: Value, pos: Pos | null): NixError =>
  new NixError(
    'nix-type',
    `attempt to call something which is not a function but ${describe(value)}: ${printForError(value)}`,
    pos,
  )

/** One more argument for a builtin that has some already. No builtin takes more than three. */
const callPartial = ({ builtin, args }: PartialBuiltin, argument: Slot, pos: Pos | null): Value => {
  if (args.length + 1 < builtin.arity) return new PartialBuiltin(builtin, [...args, argument])
  if (builtin.arity === 2) return callBuiltin2(builtin, args[0]!, argument, pos)
  return callBuiltin3(builtin, args[0]!, args[1]!, argument, pos)
}

/** `callee argument`. */
export const call = (callee: Value, argument: Slot, pos: Pos | null): Value => {
  if (callee instanceof Lambda) return callLambda(callee, argument, pos)
  if (callee instanceof Builtin)
    return callee.arity === 1 ? callBuiltin1(callee, argument, pos) : new PartialBuiltin(callee, [argument])
  if (callee instanceof PartialBuiltin) return callPartial(callee, argument, pos)
  if (callee instanceof Attrs) {
    const functor = callee.get('__functor')
    if (functor !== undefined) {
      const bound = call(forceFunctor(functor, pos), callee, pos)
      return call(bound, argument, pos)
    }
  }
  throw notAFunction(callee, pos)
}

const forceFunctor = (functor: Slot, pos: Pos | null): Value => {
  try {
    return force(functor)
  } catch (error) {
    throw withFrame(error, "while calling a functor (an attribute set with a '__functor' attribute)", pos)
  }
}

/** `callee first second`. */
export const call2 = (callee: Value, first: Slot, second: Slot, pos: Pos | null): Value => {
  if (callee instanceof Lambda && callee.info.inner !== null) return callLambda2(callee, first, second, pos)
  if (callee instanceof Builtin && callee.arity === 2) return callBuiltin2(callee, first, second, pos)
  return call(call(callee, first, pos), second, pos)
}

/** `callee a b c …`. */
export const callAll = (callee: Value, args: readonly Slot[], pos: Pos | null): Value => {
  if (callee instanceof Builtin && callee.arity === 3 && args.length === 3)
    return callBuiltin3(callee, args[0]!, args[1]!, args[2]!, pos)
  let value = callee
  let at = 0
  while (at < args.length) {
    if (at + 1 < args.length) {
      value = call2(value, args[at]!, args[at + 1]!, pos)
      at += 2
    } else value = call(value, args[at++]!, pos)
  }
  return value
}
