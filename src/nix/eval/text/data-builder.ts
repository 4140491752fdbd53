/**
 * What readers of data formats (JSON, TOML) give their findings to, so that they make the evaluator's values at once
 * and know nothing of how those look. Strings and names have one character for each byte.
 */
import { failure } from '../../../contracts/diagnostic.js'
import { fromBytes } from '../../syntax/bytes.js'

export interface DataBuilder<Value> {
  null(): Value
  bool(value: boolean): Value
  /** A bigint only where a number would lose digits. Always within 64 bits. */
  int(value: number | bigint): Value
  float(value: number): Value
  string(value: string): Value
  list(items: Value[]): Value
  /** In the order of the text; a name that occurs twice has its last value. */
  set(members: Map<string, Value>): Value
}

const least = -(2n ** 63n)
const most = 2n ** 63n - 1n

/** An integer as `DataBuilder.int` takes it, or undefined where it needs more than 64 bits. */
export const integerOf = (value: bigint): number | bigint | undefined => {
  if (value < least || value > most) return undefined
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** Nix ends a string at a null byte, so data that holds one is refused. */
export const nullByteMessage = (text: string): string =>
  `input string '${fromBytes(text).replaceAll('\0', '␀')}' cannot be represented as Nix string because it contains null bytes`

/** Returns `text`, or throws Nix's message where a null byte is in it. */
export const withoutNullBytes = (text: string): string => {
  if (text.includes('\0')) throw failure('nix-evaluation', nullByteMessage(text))
  return text
}
