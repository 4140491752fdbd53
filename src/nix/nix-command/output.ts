/** What `nix` wrote, which is bytes: text, or an error where it is not UTF-8. */
import { quoteJson } from '../eval/text/escape.js'
import type { Json } from '../evaluate.js'
import { firstInvalidByte, fromBytes } from '../syntax/bytes.js'

/**
 * JSON as a value. Old versions of Nix write the bytes of a string as they were.
 *
 * @throws TerraneError with the message of newer versions where a string is not UTF-8
 */
export const jsonOutput = (bytes: string): Json => {
  return JSON.parse(jsonText(bytes)) as Json
}

/** As `jsonOutput`, for JSON that stays text. */
export const jsonText = (bytes: string): string => {
  const text = fromBytes(bytes)
  if (text !== bytes) refuseBrokenStrings(bytes)
  return text
}

const refuseBrokenStrings = (bytes: string): void => {
  const at = firstInvalidByte(bytes)
  if (at < 0) return
  // JSON has bytes beyond ASCII in strings only: this is the one around the first that is wrong.
  for (const { 0: quoted, index } of bytes.matchAll(/"(?:[^"\\]|\\.)*"/g))
    if (index + quoted.length > at) quoteJson(JSON.parse(quoted) as string)
}
