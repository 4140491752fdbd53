/** Numbers that travel as tagged nodes because JSON in JavaScript would change them. */
import type { BigInteger, FloatNumber } from './definitions.js'

/** The float itself: mantissa × 2^exponent, in two steps, since 2^exponent alone may underflow. */
export const floatOf = (node: FloatNumber): number => {
  const half = Math.trunc(node.exponent / 2)
  return node.mantissa * 2 ** half * 2 ** (node.exponent - half)
}

export const integerOf = (node: BigInteger): bigint => BigInt(node.value)
