/**
 * A Nix string is a sequence of bytes: `stringLength "é"` is 2, `substring` may cut a letter in half, and strings sort
 * by byte. Inside the syntax and the evaluator a string is therefore a JavaScript string with one character (0 to 255)
 * for each byte. JavaScript's own length, slicing, comparison and regular expressions then do what Nix does, and the
 * engine stores such strings at a byte a character. Text is converted at the borders only: files and arguments coming
 * in, JSON and messages going out.
 */

const beyondAscii = /[^\x00-\x7f]/

/** Text as JavaScript has it → one character for each byte of its UTF-8. */
export const toBytes = (text: string): string =>
  beyondAscii.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text

/** One character for each byte → text. Bytes that are not UTF-8 become U+FFFD. */
export const fromBytes = (bytes: string): string =>
  beyondAscii.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes

/** The offset of the first byte that is not part of valid UTF-8, or -1. */
export const firstInvalidByte = (bytes: string): number => {
  if (!beyondAscii.test(bytes)) return -1
  const back = Buffer.from(fromBytes(bytes), 'utf8').toString('latin1')
  if (back === bytes) return -1
  let at = 0
  while (at < bytes.length && back.charCodeAt(at) === bytes.charCodeAt(at)) at++
  // The replacement's first byte (0xEF) may equal the first byte of a broken sequence; that one is where it broke.
  return at
}
