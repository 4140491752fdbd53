/** Nodes of the definitions document for single values: what `value` of nix/definitions makes of them. */
import type { Json } from '../../evaluate.js'
import { firstInvalidByte, fromBytes } from '../../syntax/bytes.js'
import { contextSet } from '../builtins/context.js'
import type { Session } from '../session.js'
import { ContextSet, type NixString } from '../strings.js'
import { toData } from '../to-data.js'
import type { Entry } from './discharge.js'
import { longWay } from './long-way.js'

/** The text of a string or name. */
export const plainText = (bytes: string): string => {
  const text = fromBytes(bytes)
  if (text !== bytes && firstInvalidByte(bytes) >= 0) throw longWay
  return text
}

/** A string, with what it refers to. */
export const textNode = (session: Session, string: NixString): Json =>
  typeof string === 'string'
    ? plainText(string)
    : {
        _type: 'string',
        context: toData(session, contextSet(string.context), new ContextSet()),
        value: plainText(string.text),
      }

export const integerNode = (value: number | bigint): Json =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : { _type: 'int', value: String(value) }

/** mantissa × 2^exponent, exactly. */
export const floatNode = (value: number): Json => {
  if (!Number.isFinite(value)) throw longWay
  let mantissa = value
  let exponent = 0
  for (; Math.abs(mantissa) >= 2 ** 53; exponent++) mantissa /= 2
  for (; !Number.isInteger(mantissa); exponent--) mantissa *= 2
  // Not the negative zero, of which Nix makes an integer.
  return { _type: 'float', exponent, mantissa: mantissa + 0 }
}

export const fileOf = (entry: Entry): number | string =>
  typeof entry === 'number' ? entry : plainText(entry.file)

export const shownEntry = (entry: Entry): Json =>
  typeof entry === 'number' ? entry : { file: fileOf(entry) }
