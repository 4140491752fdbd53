/**
 * `n - 1` as an argument or member: when both sides are there already and are numbers, the difference costs less than
 * the thunk that would wait for it. Nothing else may happen early: what is not computed yet, is no number or would
 * overflow is left to the thunk, with its errors.
 */
import type { Expr, Operation } from '../../syntax/ast.js'
import { type Delayed, type Env, Thunk } from '../values.js'
import { frameAt } from './compiler.js'

/** What an operand is if that can be told without computing anything; undefined also for a slot not yet filled. */
type Peek = (env: Env) => unknown

const peekOf = (expr: Expr): Peek | undefined => {
  if (expr.kind === 'integer') {
    const { value } = expr
    return () => value
  }
  if (expr.kind !== 'variable' || expr.where.kind !== 'slot') return undefined
  const { depth, index } = expr.where
  if (depth === 0) return env => known(env[index])
  if (depth === 1) return env => known(env[0]![index])
  return env => known(frameAt(env, depth)[index])
}

const known = (slot: unknown): unknown => (slot instanceof Thunk && slot.code === null ? slot.data : slot)

/** As `otherwise`, which makes a thunk; a sum or difference of known integers at once. */
export const delaySum = (expr: Operation, otherwise: Delayed): Delayed => {
  const { operator } = expr
  if ((operator !== '+' && operator !== '-') || expr.override) return otherwise
  const left = peekOf(expr.left)
  const right = peekOf(expr.right)
  if (left === undefined || right === undefined) return otherwise
  const sign = operator === '+' ? 1 : -1
  return env => {
    const a = left(env)
    const b = right(env)
    if (typeof a === 'number' && typeof b === 'number') {
      const result = a + sign * b
      if (Number.isSafeInteger(result)) return result
    }
    return otherwise(env)
  }
}
