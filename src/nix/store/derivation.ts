/**
 * Store derivations as pure functions: from the data of a derivation to its text (an ATerm), its own path and the paths
 * of its outputs, exactly as Nix computes them. Nothing is written.
 *
 * An output's path is made from the hash of the derivation in which every output path is blank and every input
 * derivation is replaced by *its* hash, so that two recipes which differ only in where a fixed output comes from build
 * the same thing. Nix calls this "hash modulo"; the manual has it under "Derivation outputs, input-addressed".
 */
import { failure } from '../../contracts/diagnostic.js'
import { formatHash, type Hash, hashOf } from './hash.js'
import {
  type IngestionMethod,
  makeFixedOutputPath,
  makeOutputPath,
  makeTextPath,
  storeNameProblem,
} from './store-path.js'

export interface DerivationInput {
  readonly name: string
  readonly system: string
  readonly builder: string
  readonly args: readonly string[]
  /** The environment without the outputs' own variables, which are added here. */
  readonly env: ReadonlyMap<string, string>
  /** With `__structuredAttrs`: the attributes as JSON text, put in the variable `__json`. */
  readonly structuredAttrs?: string
  /** In any order, without duplicates. */
  readonly outputs: readonly string[]
  /** Store paths that are used as they are. */
  readonly inputSources: Iterable<string>
  /** The derivations whose outputs are used: the path of each, and the names of its outputs. */
  readonly inputDerivations: ReadonlyMap<string, Iterable<string>>
  /** Where the content of the only output, `out`, is known beforehand. */
  readonly fixedOutput?: { readonly method: IngestionMethod; readonly hash: Hash }
  readonly contentAddressed?: boolean
  readonly impure?: boolean
}

export interface StoreDerivation {
  readonly drvPath: string
  /** Sorted by name. */
  readonly outputs: ReadonlyMap<string, string>
  /** The text of the `.drv` file. */
  readonly text: string
  /** The paths that the text refers to: input sources and derivations, sorted. */
  readonly references: readonly string[]
}

/**
 * What stands for each known derivation in the hash of those that use it: one hash, or one for each fixed output.
 * A session of the evaluator keeps one table; `instantiate` adds to it.
 */
export type DerivationHashes = Map<string, string | ReadonlyMap<string, string>>

interface Output {
  readonly path: string
  /** `r:sha256` and the hash in base 16 for a fixed output, else empty. */
  readonly algorithm: string
  readonly hash: string
}

/**
 * Computes the derivation. `hashes` must know every input derivation (each was made by this function before). Throws
 * Nix's messages for wrong data, and `nix-unsupported` for content-addressed and impure derivations, whose paths are
 * known only after a build.
 */
export const instantiate = (input: DerivationInput, hashes: DerivationHashes): StoreDerivation => {
  checkDerivation(input)
  const names = [...input.outputs].sort()
  const outputs = input.fixedOutput
    ? fixedOutputs(input.name, input.fixedOutput)
    : addressedOutputs(input, names, hashes)

  const env = new Map(input.env)
  for (const [name, { path }] of outputs) env.set(name, path)
  const drvInputs = new Map([...input.inputDerivations].map(([path, used]) => [path, [...used]]))
  const text = derivationText(input, outputs, env, drvInputs)
  const references = [...new Set([...input.inputSources, ...drvInputs.keys()])].sort()
  const drvPath = makeTextPath(`${input.name}.drv`, text, references)
  hashes.set(drvPath, identity(input, outputs, env, hashes))
  return {
    drvPath,
    outputs: new Map([...outputs].map(([name, { path }]) => [name, path])),
    text,
    references,
  }
}

const checkDerivation = (input: DerivationInput): void => {
  const { name, outputs } = input
  const invalid = (message: string) => failure('nix-evaluation', message)
  const problem = storeNameProblem(name)
  if (problem !== undefined)
    throw invalid(`invalid derivation name: ${problem}. Please pass a different 'name'.`)
  checkOutputs(outputs)
  if (input.builder === '') throw invalid("required attribute 'builder' missing")
  if (input.system === '') throw invalid("required attribute 'system' missing")
  if (name.endsWith('.drv'))
    throw invalid(
      "derivation names are allowed to end in '.drv' only if they produce a single derivation file",
    )
  if (input.fixedOutput) {
    if (outputs.length !== 1 || outputs[0] !== 'out')
      throw invalid('multiple outputs are not supported in fixed-output derivations')
    return
  }
  if (input.contentAddressed && input.impure)
    throw invalid('derivation cannot be both content-addressed and impure')
  if (input.contentAddressed || input.impure)
    throw failure(
      'nix-unsupported',
      `derivation '${name}' is ${input.impure ? 'impure' : 'content-addressed'}: the paths of its outputs are known only after a build`,
      { hint: 'Evaluate with a real Nix: `--engine nix`.' },
    )
}

const checkOutputs = (outputs: readonly string[]): void => {
  const seen = new Set<string>()
  for (const output of outputs) {
    if (seen.has(output)) throw failure('nix-evaluation', `duplicate derivation output '${output}'`)
    if (output === 'drvPath') throw failure('nix-evaluation', "invalid derivation output name 'drvPath'")
    seen.add(output)
  }
  if (seen.size === 0) throw failure('nix-evaluation', 'derivation cannot have an empty set of outputs')
}

const fixedOutputs = (
  name: string,
  { method, hash }: NonNullable<DerivationInput['fixedOutput']>,
): ReadonlyMap<string, Output> =>
  new Map([
    [
      'out',
      {
        path: makeFixedOutputPath(name, method, hash),
        algorithm: (method === 'recursive' ? 'r:' : '') + hash.algorithm,
        hash: formatHash(hash, 'base16'),
      },
    ],
  ])

const addressedOutputs = (
  input: DerivationInput,
  names: readonly string[],
  hashes: DerivationHashes,
): ReadonlyMap<string, Output> => {
  const blank = new Map(names.map(name => [name, { path: '', algorithm: '', hash: '' }]))
  const env = new Map(input.env)
  for (const name of names) env.set(name, '')
  const masked = hashOf('sha256', derivationText(input, blank, env, inputHashes(input, hashes)))
  return new Map(
    names.map(name => [name, { path: makeOutputPath(name, masked, input.name), algorithm: '', hash: '' }]),
  )
}

/** What stands for this derivation in others. */
const identity = (
  input: DerivationInput,
  outputs: ReadonlyMap<string, Output>,
  env: ReadonlyMap<string, string>,
  hashes: DerivationHashes,
): string | ReadonlyMap<string, string> => {
  if (!input.fixedOutput)
    return formatHash(
      hashOf('sha256', derivationText(input, outputs, env, inputHashes(input, hashes))),
      'base16',
    )
  return new Map(
    [...outputs].map(([name, { path, algorithm, hash }]) => [
      name,
      formatHash(hashOf('sha256', `fixed:out:${algorithm}:${hash}:${path}`), 'base16'),
    ]),
  )
}

/** The input derivations with each path replaced by the hash that stands for it. */
const inputHashes = (input: DerivationInput, hashes: DerivationHashes): Map<string, string[]> => {
  const replaced = new Map<string, Set<string>>()
  const add = (hash: string, output: string) => {
    const names = replaced.get(hash)
    if (names) names.add(output)
    else replaced.set(hash, new Set([output]))
  }
  for (const [path, used] of input.inputDerivations) {
    const known = hashes.get(path)
    if (known === undefined)
      throw failure('nix-unsupported', `derivation '${path}' was not made by this evaluation`, {
        hint: 'Evaluate with a real Nix, which can read its store: `--engine nix`.',
      })
    for (const output of used) {
      if (typeof known === 'string') {
        add(known, output)
        continue
      }
      const hash = known.get(output)
      if (hash === undefined)
        throw failure('nix-evaluation', `no hash for output '${output}' of derivation '${input.name}'`)
      add(hash, 'out')
    }
  }
  return new Map([...replaced].map(([hash, names]) => [hash, [...names]]))
}

const derivationText = (
  input: DerivationInput,
  outputs: ReadonlyMap<string, Output>,
  env: ReadonlyMap<string, string>,
  inputDerivations: ReadonlyMap<string, readonly string[]>,
): string => {
  const variables = new Map(env)
  if (input.structuredAttrs !== undefined) variables.set('__json', input.structuredAttrs)
  const fields = [
    list(
      [...outputs].map(([name, { path, algorithm, hash }]) => tuple([name, path, algorithm, hash].map(raw))),
    ),
    list(sorted(inputDerivations).map(([path, used]) => tuple([raw(path), list(ordered(used).map(raw))]))),
    list(ordered(input.inputSources).map(raw)),
    raw(input.system),
    quoted(input.builder),
    list(input.args.map(quoted)),
    list(sorted(variables).map(([name, value]) => tuple([quoted(name), quoted(value)]))),
  ]
  return `Derive${tuple(fields)}`
}

const sorted = <Value>(entries: ReadonlyMap<string, Value>): [string, Value][] =>
  [...entries].sort(([left], [right]) => (left < right ? -1 : 1))

const ordered = (strings: Iterable<string>): string[] => [...new Set(strings)].sort()

const list = (items: readonly string[]): string => `[${items.join(',')}]`

const tuple = (items: readonly string[]): string => `(${items.join(',')})`

/** Paths, names and hashes hold nothing to escape; Nix writes the system without looking either. */
const raw = (text: string): string => `"${text}"`

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

const quoted = (text: string): string => `"${text.replace(/["\\\n\r\t]/g, character => escapes[character]!)}"`
