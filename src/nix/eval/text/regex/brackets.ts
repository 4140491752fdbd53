/** Bracket expressions (`[a-z[:digit:]_-]`) of regular expressions: sets of bytes. */
import { RegexError } from './regex-error.js'

const invalid = (): RegexError => new RegexError('invalid')

const isUpper = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a
const isLower = (byte: number): boolean => byte >= 0x61 && byte <= 0x7a
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39
const isAlpha = (byte: number): boolean => isUpper(byte) || isLower(byte)
const isAlnum = (byte: number): boolean => isAlpha(byte) || isDigit(byte)
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 9 && byte <= 13)
const isGraph = (byte: number): boolean => byte > 0x20 && byte < 0x7f

/** The names are matched without regard to case; `d`, `w` and `s` are the library's own. */
const classes: Readonly<Record<string, (byte: number) => boolean>> = {
  d: isDigit,
  w: byte => isAlnum(byte) || byte === 0x5f,
  s: isSpace,
  alnum: isAlnum,
  alpha: isAlpha,
  blank: byte => byte === 0x20 || byte === 9,
  cntrl: byte => byte < 0x20 || byte === 0x7f,
  digit: isDigit,
  graph: isGraph,
  lower: isLower,
  print: byte => byte >= 0x20 && byte < 0x7f,
  punct: byte => isGraph(byte) && !isAlnum(byte),
  space: isSpace,
  upper: isUpper,
  xdigit: byte => isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66),
}

/** POSIX's names for the characters that are not letters, in the order of their codes. */
const characterNames: ReadonlyMap<string, number> = new Map([
  ...'NUL SOH STX ETX EOT ENQ ACK alert backspace tab newline vertical-tab form-feed carriage-return SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC IS4 IS3 IS2 IS1 space exclamation-mark quotation-mark number-sign dollar-sign percent-sign ampersand apostrophe left-parenthesis right-parenthesis asterisk plus-sign comma hyphen period slash zero one two three four five six seven eight nine colon semicolon less-than-sign equals-sign greater-than-sign question-mark commercial-at'
    .split(' ')
    .map((name, code) => [name, code] as const),
  ...'left-square-bracket backslash right-square-bracket circumflex underscore grave-accent'
    .split(' ')
    .map((name, index) => [name, 0x5b + index] as const),
  ...'left-curly-bracket vertical-line right-curly-bracket tilde DEL'
    .split(' ')
    .map((name, index) => [name, 0x7b + index] as const),
])

const namedCharacter = (name: string): number => {
  const code = /^[a-zA-Z]$/.test(name) ? name.charCodeAt(0) : characterNames.get(name)
  if (code === undefined) throw invalid()
  return code
}

type BracketItem =
  | { readonly kind: 'character'; readonly byte: number }
  | { readonly kind: 'named'; readonly byte: number }
  | { readonly kind: 'dash' }
  | { readonly kind: 'class' }

/** Parses the brackets at `start`. Throws `RegexError`. */
export const parseBrackets = (
  pattern: string,
  start: number,
): { readonly set: Uint8Array; readonly end: number } => {
  let offset = start + 1
  const negated = pattern[offset] === '^'
  if (negated) offset++
  const set = new Uint8Array(256)
  const first = offset

  /** The next item, or undefined at the closing bracket. Classes go into the set at once. */
  const next = (): BracketItem | undefined => {
    const character = pattern[offset]
    if (character === undefined) throw invalid()
    const kind = pattern[offset + 1]
    if (character === '[' && kind === undefined) throw invalid()
    if (character === '[' && (kind === ':' || kind === '=' || kind === '.')) {
      const close = pattern.indexOf(kind, offset + 2)
      if (close < 0 || pattern[close + 1] !== ']') throw invalid()
      const name = pattern.slice(offset + 2, close)
      offset = close + 2
      return named(kind, name)
    }
    if (character === ']' && offset > first) {
      offset++
      return undefined
    }
    offset++
    return character === '-' ? { kind: 'dash' } : { kind: 'character', byte: character.charCodeAt(0) }
  }

  const named = (kind: ':' | '=' | '.', name: string): BracketItem => {
    if (kind === '.') return { kind: 'named', byte: namedCharacter(name) }
    if (kind === '=') {
      const letter = String.fromCharCode(namedCharacter(name))
      set[letter.toLowerCase().charCodeAt(0)] = 1
      set[letter.toUpperCase().charCodeAt(0)] = 1
      return { kind: 'class' }
    }
    const has = Object.hasOwn(classes, name.toLowerCase()) ? classes[name.toLowerCase()] : undefined
    if (!has) throw invalid()
    for (let byte = 0; byte < 256; byte++) if (has(byte)) set[byte] = 1
    return { kind: 'class' }
  }

  /** The character that may still become the start of a range. */
  let last: number | 'class' | undefined
  const keep = () => {
    if (typeof last === 'number') set[last] = 1
  }
  const dash = 0x2d

  for (let item = next(); item; item = next()) {
    if (item.kind !== 'dash') {
      keep()
      last = item.kind === 'class' ? 'class' : item.byte
    } else if (offset - 1 === first) {
      last = dash
    } else if (pattern[offset] === ']') {
      keep()
      last = dash
    } else if (typeof last === 'number') {
      const end = next()
      // A named character may only start a range.
      if (end?.kind !== 'character' && end?.kind !== 'dash') throw invalid()
      addRange(set, last, end.kind === 'dash' ? dash : end.byte)
      last = undefined
    } else {
      throw invalid()
    }
  }
  keep()
  if (negated) for (let byte = 0; byte < 256; byte++) set[byte] = set[byte] ? 0 : 1
  return { set, end: offset }
}

/** Bytes are signed there: those above 127 go before the others. */
const addRange = (set: Uint8Array, from: number, to: number): void => {
  const signed = (byte: number) => (byte > 127 ? byte - 256 : byte)
  if (signed(from) > signed(to)) throw invalid()
  for (let value = signed(from); value <= signed(to); value++) set[value & 255] = 1
}
