/**
 * Names of store paths as pure functions: a store path's hash is made from what the path is (text, source, fixed or
 * derivation output), the hash of its content or recipe, the store folder and the name. The rule is in the Nix manual,
 * "Complete Store Path Calculation".
 */
import { failure } from '../../contracts/diagnostic.js'
import { toBase32 } from './base32.js'
import { compressHash, formatHash, type Hash, hashOf } from './hash.js'

/** Always this one: a path's hash depends on it, and terrane reads no other store. */
export const storeDir = '/nix/store'

const hashLength = 32
const longestName = 211

/** How the content of a fixed output is hashed: the file's bytes, or the archive of the tree. */
export type IngestionMethod = 'flat' | 'recursive'

/** Checks the part of a store path after the hash. Throws Nix's message. */
export const checkStoreName = (name: string): void => {
  const problem = storeNameProblem(name)
  if (problem !== undefined) throw failure('nix-evaluation', problem)
}

/** What is wrong with the name of a store path, in Nix's words; undefined where nothing is. */
export const storeNameProblem = (name: string): string | undefined => {
  if (name === '') return 'name must not be empty'
  if (name.length > longestName) return `name '${name}' must be no longer than ${longestName} characters`
  if (name === '.' || name === '..') return `name '${name}' is not valid`
  for (const first of ['.', '..'])
    if (name.startsWith(`${first}-`))
      return `name '${name}' is not valid: first dash-separated component must not be '${first}'`
  const illegal = /[^0-9a-zA-Z+\-._?=]/u.exec(name)?.[0]
  return illegal === undefined ? undefined : `name '${name}' contains illegal character '${illegal}'`
}

/** The general rule. `type` says what the path is and, for text and sources, which paths it refers to. */
export const makeStorePath = (type: string, hash: Hash, name: string): string => {
  const identity = `${type}:${formatHash(hash, 'base16', true)}:${storeDir}:${name}`
  const base = `${toBase32(compressHash(hashOf('sha256', identity), 20))}-${name}`
  const problem = storeNameProblem(name)
  if (problem !== undefined)
    throw failure('nix-evaluation', `path '${base}' is not a valid store path: ${problem}`)
  return `${storeDir}/${base}`
}

/** The path of a text with its references (`builtins.toFile`, derivations). */
export const makeTextPath = (
  name: string,
  content: string | Uint8Array,
  references: Iterable<string> = [],
): string => makeStorePath(withReferences('text', references), hashOf('sha256', content), name)

/**
 * The path of content whose hash is known beforehand: sources, `fetchurl`, fixed-output derivations. Only a SHA-256
 * archive, which is how sources are added, may refer to other paths; anything else throws then.
 */
export const makeFixedOutputPath = (
  name: string,
  method: IngestionMethod,
  hash: Hash,
  references: Iterable<string> = [],
): string => {
  if (hash.algorithm === 'sha256' && method === 'recursive')
    return makeStorePath(withReferences('source', references), hash, name)
  if ([...references].length > 0)
    throw failure(
      'nix-evaluation',
      `fixed output derivation '${name}' is not allowed to refer to other store paths.\nYou may need to use the 'unsafeDiscardReferences' derivation attribute, see the manual for more details.`,
    )
  const recipe = `fixed:out:${method === 'recursive' ? 'r:' : ''}${formatHash(hash, 'base16', true)}:`
  return makeStorePath('output:out', hashOf('sha256', recipe), name)
}

/** The path of output `output` of a derivation named `name` with the (masked) hash `hash`. */
export const makeOutputPath = (output: string, hash: Hash, name: string): string =>
  makeStorePath(`output:${output}`, hash, outputPathName(name, output))

/** The name of an output's path: `out` has the derivation's own. */
export const outputPathName = (name: string, output: string): string =>
  output === 'out' ? name : `${name}-${output}`

const withReferences = (type: string, references: Iterable<string>): string =>
  [type, ...[...new Set(references)].sort()].join(':')

export interface StorePath {
  /** The path itself, without what follows below it. */
  readonly path: string
  readonly hashPart: string
  readonly name: string
}

/** Reads a path directly in the store. Throws Nix's messages where it is not one. */
export const parseStorePath = (path: string): StorePath => {
  const invalid = (message: string) => failure('nix-evaluation', message)
  if (path === '') throw invalid('empty path is not a valid store path')
  const base = path.startsWith(`${storeDir}/`) ? path.slice(storeDir.length + 1) : ''
  if (base === '' || base.includes('/')) throw invalid(`path '${path}' is not in the Nix store`)
  if (base.length < hashLength + 1) throw invalid(`'${base}' is too short to be a valid store path`)
  if (base[hashLength] !== '-')
    throw invalid(`'${base}' can't name a store path because the hash part is not followed by a '-'`)
  const hashPart = base.slice(0, hashLength)
  const illegal = /[^0-9a-df-np-sv-z]/.exec(hashPart)?.[0]
  if (illegal !== undefined)
    throw invalid(`store path '${base}' contains illegal base-32 character '${illegal}'`)
  const name = base.slice(hashLength + 1)
  const problem = storeNameProblem(name)
  if (problem !== undefined) throw invalid(`path '${base}' is not a valid store path: ${problem}`)
  return { path, hashPart, name }
}

/**
 * The text that stands for an output's path before it is known (`builtins.placeholder`).
 */
export const placeholder = (output: string): string =>
  `/${formatHash(hashOf('sha256', `nix-output:${output}`), 'nix32')}`
