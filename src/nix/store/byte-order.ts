/**
 * Nix compares and sorts strings by their bytes in UTF-8. JavaScript compares UTF-16 units, which differs only where
 * a surrogate pair meets a unit above it.
 */

/** Orders two strings as their UTF-8 bytes do: negative, zero or positive. */
export const compareByBytes = (left: string, right: string): number => {
  if (left === right) return 0
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a !== b) return rank(a) - rank(b)
  }
  return left.length - right.length
}

/** Surrogates stand for characters above U+FFFF, so they go after every other unit. */
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)
