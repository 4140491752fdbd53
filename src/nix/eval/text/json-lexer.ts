/**
 * The tokens of JSON, with the messages of the library that Nix reads it with (nlohmann's): they are in Nix's own
 * errors, so users search for them. The text has one character for each byte.
 */

export type JsonToken =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number; readonly text: string }
  | { readonly kind: 'true' | 'false' | 'null' | '[' | ']' | '{' | '}' | ':' | ',' | 'end' }
  /** What is wrong, and what was read of the token so far. */
  | { readonly kind: 'wrong'; readonly problem: string; readonly read: string }

export interface JsonLexer {
  next(): JsonToken
  /** How the place just read is written in messages. */
  place(): string
}

/** What a number may look like, and what is said where it stops too early. */
const numberParts = /-?(0|[1-9][0-9]*)?(\.[0-9]*)?([eE][+-]?[0-9]*)?/y

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/** Reads tokens off `text`, from its start. */
export const jsonLexer = (text: string): JsonLexer => {
  let offset = 0
  /** The end of the text counts as a character once it was looked at. */
  let pastEnd = false
  /** Where the last string or number started: nlohmann shows what was read from there. */
  let shownFrom = 0

  const wrong = (problem: string, end: number): JsonToken => {
    pastEnd = end > text.length
    offset = Math.min(end, text.length)
    const read = text
      .slice(shownFrom, offset)
      .replace(
        /[\x00-\x1f]/g,
        character => `<U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`,
      )
    return { kind: 'wrong', problem, read }
  }

  const literal = (word: 'true' | 'false' | 'null'): JsonToken => {
    let length = 1
    while (length < word.length && text[offset + length] === word[length]) length++
    if (length < word.length) return wrong('invalid literal', offset + length + 1)
    offset += length
    return { kind: word }
  }

  const number = (): JsonToken => {
    const start = offset
    shownFrom = start
    numberParts.lastIndex = start
    const [, whole, fraction, exponent] = numberParts.exec(text)!
    const stop = (end: number, expected: string) => wrong(`invalid number; expected ${expected}`, end + 1)
    const wholeEnd = start + (text[start] === '-' ? 1 : 0) + (whole?.length ?? 0)
    if (whole === undefined) return stop(wholeEnd, "digit after '-'")
    if (fraction === '.') return stop(wholeEnd + 1, "digit after '.'")
    const end = wholeEnd + (fraction?.length ?? 0) + (exponent?.length ?? 0)
    if (exponent?.length === 1) return stop(end, "'+', '-', or digit after exponent")
    if (exponent !== undefined && !/[0-9]$/.test(exponent)) return stop(end, 'digit after exponent sign')
    offset = end
    const written = text.slice(start, end)
    if (fraction !== undefined || exponent !== undefined)
      return { kind: 'float', value: Number(written), text: written }
    const value = BigInt(written)
    // Beyond 64 bits it is a float.
    return value < -(2n ** 63n) || value >= 2n ** 64n
      ? { kind: 'float', value: Number(written), text: written }
      : { kind: 'int', value }
  }

  const string = (): JsonToken => {
    shownFrom = offset
    const bad = (problem: string, end: number) => wrong(`invalid string: ${problem}`, end)
    let value = ''
    let at = offset + 1
    for (;;) {
      const plain = plainEnd(text, at)
      value += text.slice(at, plain)
      at = plain
      const character = text[at]
      if (character === undefined) return bad('missing closing quote', at + 1)
      if (character === '"') break
      if (character !== '\\') {
        const byte = character.charCodeAt(0)
        if (byte < 0x20) return bad(`control character ${controlName(byte)}`, at + 1)
        const end = sequenceEnd(text, at)
        if (end < 0) return bad('ill-formed UTF-8 byte', -end)
        value += text.slice(at, end)
        at = end
        continue
      }
      const escaped = text[at + 1]
      if (escaped === 'u') {
        const read = unicodeEscape(text, at)
        if ('problem' in read) return bad(read.problem, read.end)
        value += read.value
        at = read.end
        continue
      }
      const meaning = escaped === undefined ? undefined : escapes[escaped]
      if (meaning === undefined) return bad('forbidden character after backslash', at + 2)
      value += meaning
      at += 2
    }
    offset = at + 1
    return { kind: 'string', value }
  }

  const next = (): JsonToken => {
    while (/[ \t\n\r]/.test(text[offset] ?? '')) offset++
    const character = text[offset]
    switch (character) {
      case undefined:
        pastEnd = true
        return { kind: 'end' }
      case '[':
      case ']':
      case '{':
      case '}':
      case ':':
      case ',':
        offset++
        return { kind: character }
      case 't':
        return literal('true')
      case 'f':
        return literal('false')
      case 'n':
        return literal('null')
      case '"':
        return string()
      default:
        return /[-0-9]/.test(character) ? number() : wrong('invalid literal', offset + 1)
    }
  }

  const place = (): string => {
    const before = text.slice(0, offset)
    const line = before.split('\n').length
    const column = offset - (before.lastIndexOf('\n') + 1) + (pastEnd ? 1 : 0)
    return `line ${line}, column ${column}`
  }

  if (text.startsWith('\xef\xbb\xbf')) offset = 3
  return { next, place }
}

const plainEnd = (text: string, from: number): number => {
  let at = from
  for (; at < text.length; at++) {
    const byte = text.charCodeAt(at)
    if (byte < 0x20 || byte > 0x7f || byte === 0x22 || byte === 0x5c) break
  }
  return at
}

/** The end of the UTF-8 sequence at `at`, or minus the end of what was read of a broken one. */
const sequenceEnd = (text: string, at: number): number => {
  const first = text.charCodeAt(at)
  const length = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  if (length === 0) return -(at + 1)
  const lowest: Record<number, number> = { 224: 0xa0, 240: 0x90 }
  const highest: Record<number, number> = { 237: 0x9f, 244: 0x8f }
  for (let index = 1; index < length; index++) {
    const byte = text.charCodeAt(at + index)
    const low = (index === 1 && lowest[first]) || 0x80
    const high = (index === 1 && highest[first]) || 0xbf
    if (!(byte >= low && byte <= high)) return -(at + index + 1)
  }
  return at + length
}

type Escape =
  | { readonly value: string; readonly end: number }
  | { readonly problem: string; readonly end: number }

/** A `\u` escape at `at`, or two that make a pair. */
const unicodeEscape = (text: string, at: number): Escape => {
  const first = hexUnit(text, at + 2)
  if ('problem' in first) return first
  const high = first.unit >= 0xd800 && first.unit <= 0xdbff
  if (first.unit >= 0xdc00 && first.unit <= 0xdfff)
    return { problem: 'surrogate U+DC00..U+DFFF must follow U+D800..U+DBFF', end: at + 6 }
  if (!high) return { value: utf8(first.unit), end: at + 6 }
  const unpaired = 'surrogate U+D800..U+DBFF must be followed by U+DC00..U+DFFF'
  if (text[at + 6] !== '\\') return { problem: unpaired, end: at + 7 }
  if (text[at + 7] !== 'u') return { problem: unpaired, end: at + 8 }
  const second = hexUnit(text, at + 8)
  if ('problem' in second) return second
  if (second.unit < 0xdc00 || second.unit > 0xdfff) return { problem: unpaired, end: at + 12 }
  return { value: utf8((first.unit - 0xd800) * 0x400 + (second.unit - 0xdc00) + 0x10000), end: at + 12 }
}

const hexUnit = (
  text: string,
  at: number,
): { readonly unit: number } | { readonly problem: string; readonly end: number } => {
  for (let index = 0; index < 4; index++)
    if (!/[0-9a-fA-F]/.test(text[at + index] ?? ''))
      return { problem: "'\\u' must be followed by 4 hex digits", end: at + index + 1 }
  return { unit: Number.parseInt(text.slice(at, at + 4), 16) }
}

const utf8 = (codePoint: number): string =>
  Buffer.from(String.fromCodePoint(codePoint), 'utf8').toString('latin1')

const controlNames =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  )

const shortEscapes: Readonly<Record<number, string>> = { 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r' }

const controlName = (byte: number): string => {
  const code = byte.toString(16).toUpperCase().padStart(4, '0')
  const short = shortEscapes[byte]
  return `U+${code} (${controlNames[byte]}) must be escaped to \\u${code}${short ? ` or ${short}` : ''}`
}
