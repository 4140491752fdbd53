/** Versions and derivation names as Nix splits and orders them (`nix-env`'s rule in the manual, "Selectors"). */

/** The components of a version: runs of digits, and runs of anything else between dots and dashes. */
export const splitVersion = (version: string): string[] => version.match(/[0-9]+|[^0-9.-]+/g) ?? []

/** Which of two versions is newer: -1, 0 or 1. */
export const compareVersions = (left: string, right: string): -1 | 0 | 1 => {
  const a = splitVersion(left)
  const b = splitVersion(right)
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const x = a[index] ?? ''
    const y = b[index] ?? ''
    if (isOlder(x, y)) return -1
    if (isOlder(y, x)) return 1
  }
  return 0
}

/** `pre` is older than anything, and letters are older than numbers: `2.3pre1` < `2.3`, `2.3a` < `2.3.1`. */
const isOlder = (left: string, right: string): boolean => {
  const a = numberOf(left)
  const b = numberOf(right)
  if (a !== undefined && b !== undefined) return a < b
  if (left === '' && b !== undefined) return true
  if (left === 'pre' && right !== 'pre') return true
  if (right === 'pre') return false
  if (b !== undefined) return true
  if (a !== undefined) return false
  return left < right
}

/** Nix reads a component into 32 bits and compares longer ones as text. */
const numberOf = (component: string): number | undefined => {
  if (!/^[0-9]+$/.test(component)) return undefined
  const number = Number(component)
  return number <= 0x7fffffff ? number : undefined
}

/** Splits `name-1.2` at the first dash that no letter follows. */
export const parseDrvName = (text: string): { readonly name: string; readonly version: string } => {
  const dash = /-(?![a-zA-Z])/.exec(text)?.index
  // A dash at the very end belongs to the name.
  if (dash === undefined || dash === text.length - 1) return { name: text, version: '' }
  return { name: text.slice(0, dash), version: text.slice(dash + 1) }
}
