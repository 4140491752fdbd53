/**
 * Floats are written in three ways: with six significant digits where a value is shown (C's `%g`), with six decimals by
 * `toString` (C's `%f`), and with as few digits as read back to the same number in JSON.
 */

/** As `nix eval` and `builtins.toXML` show a float. */
export const showFloat = (value: number): string => {
  const special = showSpecial(value)
  if (special !== undefined) return special
  const { sign, digits, exponent } = significant(value, 6)
  const short = digits.replace(/0+$/, '')
  if (exponent < -4 || exponent >= 6) return sign + scientific(short, exponent)
  return sign + positional(short, exponent)
}

/** As `builtins.toString` writes a float. */
export const floatToString = (value: number): string => {
  const special = showSpecial(value)
  if (special !== undefined && value !== 0) return special
  const size = Math.abs(value)
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  // From here on `toFixed` writes an exponent, and a float has no decimals.
  if (size >= 1e21) return `${sign}${BigInt(size)}.000000`
  const [, kept, rest] = /^(\d+\.\d{6})(\d*)$/.exec(size.toFixed(40))!
  return sign + (isTie(rest!) && isEven(kept!) ? kept! : size.toFixed(6))
}

/** As `builtins.toJSON` writes a float; infinities and NaN, which JSON lacks, become null. */
export const floatToJson = (value: number): string => {
  if (!Number.isFinite(value)) return 'null'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const sign = value < 0 ? '-' : ''
  const { digits, exponent } = parts(Math.abs(value).toExponential())
  if (exponent < -4 || exponent >= 15) return sign + scientific(digits, exponent)
  const text = positional(digits, exponent)
  return sign + (text.includes('.') ? text : `${text}.0`)
}

const showSpecial = (value: number): string | undefined => {
  if (Number.isNaN(value)) return 'nan'
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  if (Number.isFinite(value)) return undefined
  return value < 0 ? '-inf' : 'inf'
}

const parts = (text: string): { readonly digits: string; readonly exponent: number } => {
  const [mantissa, exponent] = text.split('e')
  return { digits: mantissa!.replace('.', ''), exponent: Number(exponent) }
}

/** The first `precision` digits, rounded; JavaScript rounds a tie up, C rounds it to even. */
const significant = (value: number, precision: number) => {
  const size = Math.abs(value)
  const exact = parts(size.toExponential(60))
  const kept = exact.digits.slice(0, precision)
  const rounded =
    isTie(exact.digits.slice(precision)) && isEven(kept)
      ? { digits: kept, exponent: exact.exponent }
      : parts(size.toExponential(precision - 1))
  return { sign: value < 0 ? '-' : '', ...rounded }
}

const isTie = (rest: string): boolean => /^50*$/.test(rest)

const isEven = (digits: string): boolean => Number(digits.at(-1)) % 2 === 0

const scientific = (digits: string, exponent: number): string => {
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : ''
  const size = String(Math.abs(exponent)).padStart(2, '0')
  return `${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${size}`
}

const positional = (digits: string, exponent: number): string => {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`
  if (digits.length <= exponent + 1) return digits.padEnd(exponent + 1, '0')
  return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`
}
