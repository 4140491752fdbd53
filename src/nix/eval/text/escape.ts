/** How strings and names are quoted where values are written: as Nix, as JSON, as XML. Strings are Nix's, a character a byte. */
import { failure } from '../../../contracts/diagnostic.js'
import { firstInvalidByte } from '../../syntax/bytes.js'

const nixEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '${': '\\${',
}

/** A string as a Nix literal, in quotes. */
export const quoteNix = (text: string): string =>
  `"${text.replace(/["\\\n\r\t]|\$\{/g, part => nixEscapes[part]!)}"`

const keywords = new Set(['if', 'then', 'else', 'assert', 'with', 'let', 'in', 'rec', 'inherit'])

/** The name of an attribute as it would be written in a set: quoted where it must be. */
export const quoteName = (name: string): string =>
  /^[a-zA-Z_][a-zA-Z0-9_'-]*$/.test(name) && !keywords.has(name) ? name : quoteNix(name)

const jsonEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** Throws Nix's message where the bytes of a string that goes into JSON are not UTF-8. */
export const refuseBrokenText = (text: string): void => {
  if (firstInvalidByte(text) >= 0) throw notUtf8(text)
}

/** A string as JSON, in quotes. Throws Nix's message where the bytes are not UTF-8. */
export const quoteJson = (text: string): string => {
  refuseBrokenText(text)
  const escaped = text.replace(
    /["\\\x00-\x1f]/g,
    character => jsonEscapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `"${escaped}"`
}

/** Which ranges the bytes after a first byte must lie in (Unicode, table 3-7); undefined for a byte that starts nothing. */
const following = (first: number): readonly (readonly [number, number])[] | undefined => {
  const any = [0x80, 0xbf] as const
  if (first < 0x80) return []
  if (first >= 0xc2 && first <= 0xdf) return [any]
  if (first === 0xe0) return [[0xa0, 0xbf], any]
  if (first === 0xed) return [[0x80, 0x9f], any]
  if (first >= 0xe1 && first <= 0xef) return [any, any]
  if (first === 0xf0) return [[0x90, 0xbf], any, any]
  if (first === 0xf4) return [[0x80, 0x8f], any, any]
  return first >= 0xf1 && first <= 0xf3 ? [any, any, any] : undefined
}

/** What nlohmann's JSON library, which Nix uses, says of the first byte that breaks UTF-8. */
const notUtf8 = (text: string) => {
  const invalid = (index: number) => `invalid UTF-8 byte at index ${index}: 0x${hex(text.charCodeAt(index))}`
  const find = (): string => {
    for (let index = 0; index < text.length; index++) {
      const ranges = following(text.charCodeAt(index))
      if (!ranges) return invalid(index)
      for (const [low, high] of ranges) {
        const byte = text.charCodeAt(++index)
        if (Number.isNaN(byte))
          return `incomplete UTF-8 string; last byte: 0x${hex(text.charCodeAt(text.length - 1))}`
        if (byte < low || byte > high) return invalid(index)
      }
    }
    return 'invalid UTF-8'
  }
  return failure('nix-evaluation', `JSON serialization error: [json.exception.type_error.316] ${find()}`)
}

const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0')

const xmlEscapes: Readonly<Record<string, string>> = {
  '"': '&quot;',
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  // Or a reader would turn the line break into a space (XML, section 3.3.3).
  '\n': '&#xA;',
}

/** The value of an XML attribute, in quotes. */
export const quoteXml = (text: string): string =>
  `"${text.replace(/["<>&\n]/g, character => xmlEscapes[character]!)}"`
