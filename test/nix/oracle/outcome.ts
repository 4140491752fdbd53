/** What became of a program: its value as JSON, or that it failed. */
export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string }

export interface Mismatch {
  readonly program: string
  readonly ours: Outcome
  readonly real: Outcome
}

/** Stands for the value of a program that makes JSON of bytes that are not UTF-8: current Nix refuses, 2.8 does not. */
export const notUtf8 = Symbol('not UTF-8')

/** Only looking, the real Nix writes no derivation, and then can't find the ones that a derivation's closure needs. */
const notWritten = /^error: path '\/nix\/store\/[^']*\.drv' is not valid/

/**
 * Whether two outcomes agree: both failed, or the values are equal. Nix 2.8 prints six digits of a float, so numbers
 * that are not whole may differ beyond them.
 */
export const agree = (ours: Outcome, real: Outcome): boolean => {
  if (ours.ok && (ours.value === notUtf8 || (!real.ok && notWritten.test(real.message)))) return true
  if (!ours.ok || !real.ok) return ours.ok === real.ok
  return sameValue(ours.value, real.value)
}

const sameValue = (left: unknown, right: unknown): boolean => {
  if (typeof left === 'number' && typeof right === 'number') return sameNumber(left, right)
  if (Array.isArray(left))
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => sameValue(item, right[index]))
    )
  if (isObject(left)) {
    if (!isObject(right)) return false
    const names = Object.keys(left)
    return (
      names.length === Object.keys(right).length &&
      names.every(name => Object.hasOwn(right, name) && sameValue(left[name], right[name]))
    )
  }
  return left === right
}

const sameNumber = (left: number, right: number): boolean =>
  left === right ||
  (!(Number.isInteger(left) && Number.isInteger(right) && Math.abs(left) < 1e6) &&
    Math.abs(left - right) <= 1e-5 * Math.max(Math.abs(left), Math.abs(right)))

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
