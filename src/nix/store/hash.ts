/**
 * Hashes as Nix writes and reads them. Four formats: base 16, Nix's base 32, base 64, and SRI (`sha256-…`). A text may
 * name its algorithm before a colon, or before a dash (then it is SRI); otherwise its length tells the format.
 * Strings are Nix's, one character for each byte, here and in the whole folder.
 */
import { createHash } from 'node:crypto'
import { failure } from '../../contracts/diagnostic.js'
import { base32Length, fromBase32, toBase32 } from './base32.js'

export type HashAlgorithm = 'md5' | 'sha1' | 'sha256' | 'sha512'

export type HashFormat = 'base16' | 'nix32' | 'base64' | 'sri'

export interface Hash {
  readonly algorithm: HashAlgorithm
  readonly bytes: Uint8Array
}

const sizes: Readonly<Record<HashAlgorithm, number>> = { md5: 16, sha1: 20, sha256: 32, sha512: 64 }

const isHashAlgorithm = (name: string): name is HashAlgorithm => Object.hasOwn(sizes, name)

/** Hashes bytes; a string has one character for each byte. */
export const hashOf = (algorithm: HashAlgorithm, content: string | Uint8Array): Hash => ({
  algorithm,
  bytes: createHash(algorithm).update(bytesOf(content)).digest(),
})

/** Hashes a sequence of pieces without joining them. */
export const hashOfPieces = (algorithm: HashAlgorithm, pieces: Iterable<string | Uint8Array>): Hash => {
  const state = createHash(algorithm)
  for (const piece of pieces) state.update(bytesOf(piece))
  return { algorithm, bytes: state.digest() }
}

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content, 'latin1') : content

/** The algorithm named `name`. Throws Nix's message for a name that it doesn't know. */
export const parseHashAlgorithm = (name: string): HashAlgorithm => {
  if (isHashAlgorithm(name)) return name
  throw failure(
    'nix-evaluation',
    `unknown hash algorithm '${name}', expect 'blake3', 'md5', 'sha1', 'sha256', or 'sha512'`,
    name === 'blake3' ? { hint: 'BLAKE3 is experimental in Nix and not supported here.' } : {},
  )
}

/** The format named `name` in `builtins.convertHash`; `base32` is an older name for `nix32`. */
export const parseHashFormat = (name: string): HashFormat => {
  if (name === 'base32') return 'nix32'
  if (name === 'base16' || name === 'nix32' || name === 'base64' || name === 'sri') return name
  throw failure(
    'nix-evaluation',
    `unknown hash format '${name}', expect 'base16', 'base32', 'base64', or 'sri'`,
  )
}

/** Writes a hash; SRI always names the algorithm, the others only where `prefixed`. */
export const formatHash = ({ algorithm, bytes }: Hash, format: HashFormat, prefixed = false): string => {
  if (format === 'sri') return `${algorithm}-${Buffer.from(bytes).toString('base64')}`
  return (prefixed ? `${algorithm}:` : '') + encode(bytes, format)
}

const encode = (bytes: Uint8Array, format: Exclude<HashFormat, 'sri'>): string =>
  format === 'nix32' ? toBase32(bytes) : Buffer.from(bytes).toString(format === 'base16' ? 'hex' : 'base64')

/**
 * Reads a hash in any format. `expected` is the algorithm where the surroundings know it; text and surroundings must
 * agree, and one of them must say. Throws Nix's messages.
 */
export const parseHash = (text: string, expected?: HashAlgorithm): Hash => {
  const { named, rest, sri } = splitPrefix(text)
  if (named === undefined && expected === undefined)
    throw invalid(`hash '${text}' does not include a type, nor is the type otherwise known from context`)
  if (named !== undefined && expected !== undefined && named !== expected)
    throw invalid(`hash '${text}' should have type '${expected}'`)
  const algorithm = (named ?? expected)!
  const format = sri ? 'sri' : formatByLength(rest, algorithm)
  const bytes = decode(rest, format)
  if (bytes.length !== sizes[algorithm])
    throw invalid(
      `invalid ${formatNames[format]} hash '${rest}', length ${bytes.length} != expected length ${sizes[algorithm]}`,
    )
  return { algorithm, bytes }
}

/**
 * The hash of a fixed-output derivation, where the empty string stands for one of zeros: Nix lets a user build once to
 * learn the right one, and warns with the text that `assumed` has.
 */
export const parseOutputHash = (
  text: string,
  algorithm?: HashAlgorithm,
): { readonly hash: Hash; readonly assumed?: string } => {
  if (text !== '') return { hash: parseHash(text, algorithm) }
  if (algorithm === undefined) throw invalid('empty hash requires explicit hash algorithm')
  const hash = { algorithm, bytes: new Uint8Array(sizes[algorithm]) }
  return { hash, assumed: `found empty hash, assuming '${formatHash(hash, 'sri')}'` }
}

/** Folds a hash to `size` bytes by exclusive or, as store paths do with 20. */
export const compressHash = (hash: Hash, size: number): Uint8Array => {
  const folded = new Uint8Array(size)
  hash.bytes.forEach((byte, index) => {
    folded[index % size]! ^= byte
  })
  return folded
}

const splitPrefix = (
  text: string,
): { readonly named?: HashAlgorithm; readonly rest: string; readonly sri: boolean } => {
  for (const separator of [':', '-']) {
    const at = text.indexOf(separator)
    if (at >= 0)
      return {
        named: parseHashAlgorithm(text.slice(0, at)),
        rest: text.slice(at + 1),
        sri: separator === '-',
      }
  }
  return { rest: text, sri: false }
}

const formatByLength = (rest: string, algorithm: HashAlgorithm): Exclude<HashFormat, 'sri'> => {
  const size = sizes[algorithm]
  if (rest.length === size * 2) return 'base16'
  if (rest.length === base32Length(size)) return 'nix32'
  if (rest.length === Math.ceil(size / 3) * 4) return 'base64'
  throw invalid(`hash '${rest}' has wrong length for hash algorithm '${algorithm}'`)
}

const formatNames: Readonly<Record<HashFormat, string>> = {
  base16: 'base16',
  nix32: 'nix32',
  base64: 'Base64',
  sri: 'SRI',
}

const decode = (text: string, format: HashFormat): Uint8Array => {
  if (format === 'nix32') {
    const result = fromBase32(text)
    if ('invalid' in result)
      throw invalid(`invalid character in Nix32 (Nix's Base32 variation) string: '${result.invalid}'`)
    return result
  }
  const [name, wrong, encoding] =
    format === 'base16'
      ? (['Base16', /[^0-9a-fA-F]/u, 'hex'] as const)
      : (['Base64', /[^0-9a-zA-Z+/\n]/u, 'base64'] as const)
  // Everything after the first padding character is ignored.
  const data = format === 'base16' ? text : text.replace(/=.*$/s, '')
  const character = wrong.exec(data)?.[0]
  if (character !== undefined) throw invalid(`invalid character in ${name} string: '${character}'`)
  return Buffer.from(data, encoding)
}

const invalid = (message: string) => failure('nix-evaluation', message)
