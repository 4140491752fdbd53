/**
 * What an engine can't know about a failure: where the files of the project are, and what else there is with a similar
 * name. Off the hot path: it may ask Nix again.
 */
import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Diagnostic, Label, Position } from '../contracts/diagnostic.js'
import { nearest } from '../contracts/nearest.js'
import { readValuePath } from '../modules/value-path.js'
import type { Json } from '../nix/evaluate.js'
import { catalogueHint } from './catalogue-hint.js'
import type { CompileOptions } from './compile-options.js'
import type { Engine } from './engine.js'
import { checkoutOf, inCheckout, withLockHint } from './flake.js'
import { type DefinitionProblem, problemDiagnostics, readPositions } from './problems.js'
import { type Examination, runtimeRequest } from './request.js'

/** Adds to a diagnostic of the evaluation what the project knows. */
export const explain = async (
  diagnostic: Diagnostic,
  engine: Engine,
  options: CompileOptions,
): Promise<Diagnostic> => {
  const located = inProject(diagnostic, options)
  if (located.code.startsWith('module-')) {
    const { typedPath, withTypedPlace } = await import('./explain-typed.js')
    const path = typedPath(located)
    if (path !== undefined) return await withTypedPlace(located, path, engine, options)
  }
  if (located.code === 'module-unknown-option') return await withSimilarOption(located, engine, options)
  if (located.code === 'module-conflict' || located.code === 'module-null-conflict') {
    const { withAllDefinitions } = await import('./explain-conflict.js')
    return await withAllDefinitions(located, engine, options)
  }
  if (located.code === 'module-no-value' && located.labels.length === 0)
    return await atNearest(located, engine, options)
  if (located.code === 'module-type') {
    const { atDefault } = await import('./explain-default.js')
    return await atDefault(located, engine, options)
  }
  if (located.code === 'nix-throw' || located.code === 'nix-evaluation') {
    const { withUnsupported } = await import('./explain-unsupported.js')
    const unsupported = withUnsupported(located, options)
    if (unsupported !== undefined) return unsupported
    const { withDefinitions } = await import('./explain-definition.js')
    return await withDefinitions(located, engine, options)
  }
  if (located.code === 'nix-missing-argument') {
    const { withArgument } = await import('./explain-argument.js')
    return withArgument(located, options)
  }
  if (located.code === 'nix-missing-attribute' && options.stack !== undefined) {
    const { explainMissing } = await import('./stacks/explain-missing.js')
    return explainMissing(located)
  }
  if (located.code === 'flake-untracked-file') return await withImport(located, options)
  if (located.code === 'nix-missing-file') return await withSimilarFile(located, options)
  if (located.code === 'nix-stack-overflow' || located.code === 'nix-infinite-recursion')
    return await withRing(located, options)
  return located
}

/** A value that is missing in a set is told at the set. */
const atNearest = async (
  diagnostic: Diagnostic,
  engine: Engine,
  options: CompileOptions,
): Promise<Diagnostic> => {
  const [, option] = /^The option `(.*)' (?:was accessed but|is used but)/.exec(diagnostic.message) ?? []
  const path = option === undefined ? undefined : readValuePath(option)
  if (path === undefined) return diagnostic
  const { nearestDefinitions } = await import('./nearest-definitions.js')
  return { ...diagnostic, labels: await nearestDefinitions(path, engine, options) }
}

/** The diagnostics of what is wrong with definitions, with the positions of the definitions, asked once for all of them. */
export const explainProblems = async (
  problems: readonly DefinitionProblem[],
  engine: Engine,
  options: CompileOptions,
  examine?: Examination,
): Promise<readonly Diagnostic[]> => {
  const paths = problems.map(problem => problem.path)
  const subject = { paths, ...(examine === undefined ? {} : { examine }) }
  const positions = await engine
    .evaluate(runtimeRequest(options, 'positions', subject))
    .then(readPositions, () => [])
  return problemDiagnostics(problems, positions).map(one => inProject(one, options))
}

/** A diagnostic with its places in files of the user. */
export const inProject = (given: Diagnostic, options: CompileOptions): Diagnostic => {
  const diagnostic = { ...given, labels: given.labels.map(inOwnArgument) }
  const flake = options.entries.find(entry => entry.kind === 'flake')
  return flake === undefined ? withLockHint(diagnostic) : inCheckout(diagnostic, flake.flake)
}

/** The user's arguments go under names of our own (request.ts). */
const inOwnArgument = (label: Label): Label => ({
  ...label,
  position: { ...label.position, file: label.position.file.replace(/^<--arg arg:/, '<--arg ') },
})

/** nixpkgs' newer libs suggest names for an unknown option; older ones leave it to us. */
const withSimilarOption = async (
  diagnostic: Diagnostic,
  engine: Engine,
  options: CompileOptions,
): Promise<Diagnostic> => {
  const [, path] = /^The option `(.*)' does not exist/.exec(diagnostic.message) ?? []
  if (path === undefined) return diagnostic
  const hint = options.alone === undefined ? catalogueHint(path) : undefined
  if (hint !== undefined) return { ...diagnostic, message: withoutSuggestion(diagnostic.message), hint }
  if (options.alone !== undefined && (path === 'warnings' || path === 'assertions'))
    return {
      ...diagnostic,
      message: withoutSuggestion(diagnostic.message),
      hint: `Renamed and removed options use it: declare it, options.${path} = lib.mkOption { type = lib.types.listOf lib.types.unspecified; default = [ ]; }`,
    }
  if (diagnostic.message.includes('Did you mean')) return diagnostic
  const names = await engine.evaluate(runtimeRequest(options, 'optionNames')).catch(() => null)
  const similar = nearest(path, allNames(names))
  return similar === undefined ? diagnostic : { ...diagnostic, hint: `did you mean \`${similar}'?` }
}

const withoutSuggestion = (message: string): string => message.replace(/\s*Did you mean [^?]*\?\s*$/, '')

const allNames = (names: Json, prefix = ''): readonly string[] =>
  names === null || typeof names !== 'object' || Array.isArray(names)
    ? []
    : Object.entries(names as Readonly<Record<string, Json>>).flatMap(([name, inner]) => [
        `${prefix}${name}`,
        ...allNames(inner, `${prefix}${name}.`),
      ])

/**
 * Nix says which file is missing, and at best which call wanted it. Where the file is named on that line, that is the
 * place; where nobody knows the line, the first place that names it.
 */
const withSimilarFile = async (diagnostic: Diagnostic, options: CompileOptions): Promise<Diagnostic> => {
  const [, path] = /'(\/[^']+)'/.exec(diagnostic.message) ?? []
  // A file may be there and not be readable.
  if (path === undefined || !/does not exist|No such file/.test(diagnostic.message)) return diagnostic
  const { placesNaming } = await import('./path-literals.js')
  const places = placesNaming(path, options.entries)
  const similar = nearest(basename(path), namesIn(dirname(path)))
  return {
    ...diagnostic,
    labels: narrowed(diagnostic.labels, places),
    ...(similar === undefined ? {} : { hint: `did you mean ${similar}?` }),
  }
}

/** Nix tells the place in its lib that reads the file; what the user needs is the one that names it. */
const withImport = async (diagnostic: Diagnostic, { entries }: CompileOptions): Promise<Diagnostic> => {
  const flake = entries.find(entry => entry.kind === 'flake')?.flake
  const [, within] = /^the flake can't see (.*): git/.exec(diagnostic.message) ?? []
  if (flake === undefined || within === undefined) return diagnostic
  const { placesNaming } = await import('./path-literals.js')
  const file = join(checkoutOf(flake) ?? flake, within)
  const places = placesNaming(file, [{ kind: 'file', path: join(flake, 'flake.nix') }])
  return places.length === 0 ? diagnostic : { ...diagnostic, labels: places.map(position => ({ position })) }
}

const narrowed = (labels: readonly Label[], places: readonly Position[]): readonly Label[] => {
  const [first] = places
  if (labels.length === 0) return first === undefined ? [] : [{ position: first }]
  const exact = places.find(place => labels.some(label => sameLine(label.position, place)))
  if (exact === undefined) return labels
  return [{ position: exact }, ...labels.filter(label => !sameLine(label.position, exact))]
}

const sameLine = (one: Position, other: Position): boolean =>
  one.file === other.file && one.line === other.line

/** Modules that import each other without end: the trace is all the module system's. */
const withRing = async (diagnostic: Diagnostic, options: CompileOptions): Promise<Diagnostic> => {
  if (diagnostic.labels.length > 0) return diagnostic
  const { ringOfFiles } = await import('./path-literals.js')
  const labels = ringOfFiles(options.entries)
  return labels.length === 0
    ? diagnostic
    : { ...diagnostic, labels, hint: 'These files import each other, perhaps without end.' }
}

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
