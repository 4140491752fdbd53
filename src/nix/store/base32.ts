/**
 * Nix's own base 32: 32 characters without e, o, t and u, five bits a character, the last bits of the data first.
 * The manual describes it under "Nix32" in the store path specification.
 */

const alphabet = '0123456789abcdfghijklmnpqrsvwxyz'

const digits: ReadonlyMap<string, number> = new Map(
  [...alphabet].map((character, digit) => [character, digit]),
)

/** How many characters `size` bytes take. */
export const base32Length = (size: number): number => Math.ceil((size * 8) / 5)

/** Encodes bytes; no bytes give the empty string. */
export const toBase32 = (bytes: Uint8Array): string => {
  let text = ''
  for (let position = base32Length(bytes.length) - 1; position >= 0; position--) {
    const bit = position * 5
    const index = bit >> 3
    const shift = bit & 7
    const pair = bytes[index]! | ((bytes[index + 1] ?? 0) << 8)
    text += alphabet[(pair >> shift) & 31]
  }
  return text
}

/**
 * Decodes `text`. Bits that are left over after the last whole byte give one more byte where they are not zero, so that
 * no two texts of a hash's length mean the same hash. Returns the first invalid character where there is one, read from
 * the end as Nix reads it.
 */
export const fromBase32 = (text: string): Uint8Array | { readonly invalid: string } => {
  const size = Math.floor((text.length * 5) / 8)
  const bytes = new Uint8Array(size + 1)
  for (let position = 0; position < text.length; position++) {
    const character = text[text.length - 1 - position]!
    const digit = digits.get(character)
    if (digit === undefined) return { invalid: character }
    const bit = position * 5
    const index = bit >> 3
    const value = digit << (bit & 7)
    bytes[index] = bytes[index]! | (value & 255)
    if (value > 255) bytes[index + 1] = bytes[index + 1]! | (value >> 8)
  }
  return bytes[size] === 0 ? bytes.subarray(0, size) : bytes
}
