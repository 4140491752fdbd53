import type { Expr, Operation, Variable } from '../../syntax/ast.js'
import type { Pos } from '../../syntax/source.js'
import { update } from '../attrs.js'
import { callAll } from '../call.js'
import { equal, less } from '../compare.js'
import { expectBool, expectList, expectSet } from '../expect.js'
import { located, withFrame } from '../failure.js'
import { type Arithmetic, arithmetic } from '../numbers.js'
import { plus } from '../plus.js'
import type { Code, Value } from '../values.js'
import type { Compiler } from './compiler.js'

/** A Boolean operand or condition. */
export const bool = (value: Value, pos: Pos, where: string): boolean => {
  if (typeof value === 'boolean') return value
  return attempt(() => expectBool(value), pos, where)
}

const attempt = <Result>(compute: () => Result, pos: Pos, where?: string): Result => {
  try {
    return compute()
  } catch (error) {
    const found = located(error, pos)
    throw where === undefined ? found : withFrame(found, where, pos)
  }
}

const compareWith =
  (left: Code, right: Code, pos: Pos, swapped: boolean, negated: boolean): Code =>
  env => {
    const a = swapped ? right(env) : left(env)
    const b = swapped ? left(env) : right(env)
    if (typeof a === 'number' && typeof b === 'number') return a < b !== negated
    return attempt(() => less(a, b), pos) !== negated
  }

const calculate =
  (left: Code, right: Code, pos: Pos, operator: Arithmetic): Code =>
  env => {
    const a = left(env)
    const b = right(env)
    if (typeof a === 'number' && typeof b === 'number') {
      // A product of -0 has to become 0.
      const result = operator === '-' ? a - b : operator === '*' ? a * b + 0 : Number.NaN
      if (Number.isSafeInteger(result)) return result
    }
    return attempt(() => arithmetic(a, b, operator), pos)
  }

/** `left operator right`. */
export const compileOperation = (c: Compiler, expr: Operation): Code => {
  const pos = c.pos(expr.at)
  if (expr.override) return overridden(c, expr, expr.override, pos)
  const left = c.code(expr.left)
  const right = c.code(expr.right)
  const { operator } = expr
  const inLeft = `in the left operand of '${operator}'`
  const inRight = `in the right operand of '${operator}'`
  switch (operator) {
    case '==':
      return env => equal(left(env), right(env))
    case '!=':
      return env => !equal(left(env), right(env))
    case '<':
      return compareWith(left, right, pos, false, false)
    case '>':
      return compareWith(left, right, pos, true, false)
    case '<=':
      return compareWith(left, right, pos, true, true)
    case '>=':
      return compareWith(left, right, pos, false, true)
    case '&&':
      return env => bool(left(env), pos, inLeft) && bool(right(env), pos, inRight)
    case '||':
      return env => bool(left(env), pos, inLeft) || bool(right(env), pos, inRight)
    case '->':
      return env => !bool(left(env), pos, inLeft) || bool(right(env), pos, inRight)
    case '//':
      return env => {
        const a = left(env)
        const b = right(env)
        return update(
          attempt(() => expectSet(a), pos, inLeft),
          attempt(() => expectSet(b), pos, inRight),
        )
      }
    case '++':
      return env => {
        const a = left(env)
        const b = right(env)
        const first = Array.isArray(a) ? a : attempt(() => expectList(a), pos, inLeft)
        const second = Array.isArray(b) ? b : attempt(() => expectList(b), pos, inRight)
        return first.length === 0 ? second : second.length === 0 ? first : first.concat(second)
      }
    case '+':
      return compilePlus(c, left, right, pos)
    default:
      return calculate(left, right, pos, operator)
  }
}

const compilePlus =
  ({ session }: Compiler, left: Code, right: Code, pos: Pos): Code =>
  env => {
    const a = left(env)
    const b = right(env)
    if (typeof a === 'number' && typeof b === 'number') {
      const result = a + b
      if (Number.isSafeInteger(result)) return result
    }
    if (typeof a === 'string' && typeof b === 'string') return a + b
    return attempt(() => plus(session, a, b), pos)
  }

/** `<` and its kind where the user has a `__lessThan` (and so on) of his own. */
const overridden = (c: Compiler, expr: Operation, override: Variable, pos: Pos): Code => {
  const callee = c.code(override)
  const swapped = expr.operator === '>' || expr.operator === '<='
  const negated = expr.operator === '<=' || expr.operator === '>='
  const first = c.delay(swapped ? expr.right : expr.left)
  const second = c.delay(swapped ? expr.left : expr.right)
  return env => {
    const result = callAll(callee(env), [first(env), second(env)], pos)
    return negated ? !bool(result, pos, 'in the argument of the not operator') : result
  }
}

export const compileNot = (c: Compiler, expr: Extract<Expr, { kind: 'not' }>): Code => {
  const operand = c.code(expr.operand)
  const pos = c.pos(expr.operand.at)
  return env => !bool(operand(env), pos, 'in the argument of the not operator')
}

export const compileNegate = (c: Compiler, expr: Extract<Expr, { kind: 'negate' }>): Code => {
  const pos = c.pos(expr.at)
  if (expr.override) {
    const callee = c.code(expr.override)
    const operand = c.delay(expr.operand)
    return env => callAll(callee(env), [0, operand(env)], pos)
  }
  if (expr.operand.kind === 'integer' && typeof expr.operand.value === 'number') {
    const value = 0 - expr.operand.value
    return () => value
  }
  const operand = c.code(expr.operand)
  return env => {
    const value = operand(env)
    return attempt(() => arithmetic(0, value, '-'), pos)
  }
}
