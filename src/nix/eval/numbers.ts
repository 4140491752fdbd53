/** Nix' integers have 64 bits and fail where they overflow; floats are JavaScript's numbers in a box. */
import { evaluationError } from './failure.js'
import { force } from './force.js'
import { typeError } from './print.js'
import { NixFloat, type Slot, type Value } from './values.js'

export type Int = number | bigint

const lowest = -(2n ** 63n)
const highest = 2n ** 63n - 1n

const verbs = { '+': 'adding', '-': 'subtracting', '*': 'multiplying', '/': 'dividing' } as const
export type Arithmetic = keyof typeof verbs

export const isInt = (value: Value): value is Int => typeof value === 'number' || typeof value === 'bigint'

/** A 64-bit integer in its own representation: a number where that is exact. */
export const normalInt = (value: bigint): Int =>
  value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value

export const fitsInt = (value: bigint): boolean => value >= lowest && value <= highest

const exactly = (left: bigint, right: bigint, operator: Arithmetic): bigint => {
  if (operator === '+') return left + right
  if (operator === '-') return left - right
  if (operator === '*') return left * right
  return left / right
}

const bigArithmetic = (left: Int, right: Int, operator: Arithmetic): Int => {
  const result = exactly(BigInt(left), BigInt(right), operator)
  if (!fitsInt(result))
    throw evaluationError(`integer overflow in ${verbs[operator]} ${left} ${operator} ${right}`)
  return normalInt(result)
}

const intArithmetic = (left: Int, right: Int, operator: Arithmetic): Int => {
  if (operator === '/' && Number(right) === 0) throw evaluationError('division by zero')
  if (typeof left === 'number' && typeof right === 'number') {
    const result =
      operator === '+'
        ? left + right
        : operator === '-'
          ? left - right
          : operator === '*'
            ? left * right
            : Math.trunc(left / right)
    // `+ 0` turns -0 into 0.
    if (Number.isSafeInteger(result)) return result + 0
  }
  return bigArithmetic(left, right, operator)
}

const floatArithmetic = (left: number, right: number, operator: Arithmetic): number => {
  if (operator === '+') return left + right
  if (operator === '-') return left - right
  if (operator === '*') return left * right
  return left / right
}

const expectInt = (value: Value): Int => {
  if (isInt(value)) return value
  throw typeError('an integer', value)
}

/** The value of an int or float as a float. */
export const forceFloat = (slot: Slot): number => {
  const value = force(slot)
  if (value instanceof NixFloat) return value.value
  if (isInt(value)) return Number(value)
  throw typeError('a float', value)
}

/** `left operator right` for numbers; `+` of anything else is not done here. */
export const arithmetic = (left: Value, right: Value, operator: Arithmetic): Value => {
  if (operator === '/') {
    // Nix looks at the divisor first.
    if (forceFloat(right) === 0) throw evaluationError('division by zero')
  }
  if (left instanceof NixFloat || right instanceof NixFloat)
    return new NixFloat(floatArithmetic(forceFloat(left), forceFloat(right), operator))
  return intArithmetic(expectInt(left), expectInt(right), operator)
}
