import { less } from '../compare.js'
import { expectInt } from '../expect.js'
import { evaluationError } from '../failure.js'
import { force } from '../force.js'
import { type Arithmetic, arithmetic, fitsInt, forceFloat, isInt, normalInt } from '../numbers.js'
import type { NixFloat, Slot, Value } from '../values.js'
import type { BuiltinTable } from './table.js'

const calculate =
  (operator: Arithmetic) =>
  (a: Slot, b: Slot): Value => {
    const left = force(a)
    return arithmetic(left, force(b), operator)
  }

/** Bits of 64-bit integers in two's complement. */
const bitwise =
  (combine: (a: bigint, b: bigint) => bigint) =>
  (a: Slot, b: Slot): Value => {
    const left = BigInt(expectInt(a))
    return normalInt(BigInt.asIntN(64, combine(left, BigInt(expectInt(b)))))
  }

const round =
  (how: (value: number) => number) =>
  (slot: Slot): Value => {
    const value = force(slot)
    if (isInt(value)) return value
    const rounded = how(forceFloat(value))
    if (!Number.isFinite(rounded) || !fitsInt(BigInt(rounded)))
      throw evaluationError(`NixFloat argument ${(value as NixFloat).value} is not in the range of NixInt`)
    return normalInt(BigInt(rounded))
  }

export const numberBuiltins: BuiltinTable = {
  add: [2, calculate('+')],
  sub: [2, calculate('-')],
  mul: [2, calculate('*')],
  div: [2, calculate('/')],
  bitAnd: [2, bitwise((a, b) => a & b)],
  bitOr: [2, bitwise((a, b) => a | b)],
  bitXor: [2, bitwise((a, b) => a ^ b)],
  lessThan: [
    2,
    (a, b) => {
      const left = force(a)
      return less(left, force(b))
    },
  ],
  floor: [1, round(Math.floor)],
  ceil: [1, round(Math.ceil)],
}
