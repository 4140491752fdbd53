/**
 * What an engine can't know about a failure: where the files of the project are, and what else there is with a similar
 * name. Off the hot path: it may ask Nix again.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Diagnostic, Label } from '../contracts/diagnostic.js'
import { nearest } from '../contracts/nearest.js'
import type { Json } from '../nix/evaluate.js'
import { locateText } from '../nix/locate.js'
import type { CompileOptions } from './compile-options.js'
import type { Engine } from './engine.js'
import { inCheckout } from './flake.js'
import { type DefinitionProblem, problemDiagnostics, readPositions } from './problems.js'
import { runtimeRequest } from './request.js'

/** Adds to a diagnostic of the evaluation what the project knows. */
export const explain = async (
  diagnostic: Diagnostic,
  engine: Engine,
  options: CompileOptions,
): Promise<Diagnostic> => {
  const located = inProject(diagnostic, options)
  if (located.code === 'module-unknown-option') return await withSimilarOption(located, engine, options)
  if (located.code === 'nix-missing-file') return withSimilarFile(located, options)
  return located
}

/** The diagnostics of what is wrong with definitions, with the positions of the definitions, asked once for all of them. */
export const explainProblems = async (
  problems: readonly DefinitionProblem[],
  engine: Engine,
  options: CompileOptions,
): Promise<readonly Diagnostic[]> => {
  const paths = problems.map(problem => problem.path)
  const positions = await engine
    .evaluate(runtimeRequest(options, 'positions', { paths }))
    .then(readPositions, () => [])
  return problemDiagnostics(problems, positions).map(one => inProject(one, options))
}

const inProject = (given: Diagnostic, options: CompileOptions): Diagnostic => {
  const diagnostic = { ...given, labels: given.labels.map(inOwnArgument) }
  const flake = options.entries.find(entry => entry.kind === 'flake')
  return flake === undefined ? diagnostic : inCheckout(diagnostic, flake.flake)
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
  if (path === undefined || diagnostic.message.includes('Did you mean')) return diagnostic
  const names = await engine.evaluate(runtimeRequest(options, 'optionNames')).catch(() => null)
  const similar = nearest(path, allNames(names))
  return similar === undefined ? diagnostic : { ...diagnostic, hint: `did you mean \`${similar}'?` }
}

const allNames = (names: Json, prefix = ''): readonly string[] =>
  names === null || typeof names !== 'object' || Array.isArray(names)
    ? []
    : Object.entries(names as Readonly<Record<string, Json>>).flatMap(([name, inner]) => [
        `${prefix}${name}`,
        ...allNames(inner, `${prefix}${name}.`),
      ])

/** Nix says which file is missing and not who wants it: look for its name in the entries. */
const withSimilarFile = (diagnostic: Diagnostic, options: CompileOptions): Diagnostic => {
  const [, path] = /'(\/[^']+)'/.exec(diagnostic.message) ?? []
  // A file may be there and not be readable.
  if (path === undefined || !/does not exist|No such file/.test(diagnostic.message)) return diagnostic
  const similar = nearest(basename(path), namesIn(dirname(path)))
  return {
    ...diagnostic,
    labels: options.entries.flatMap(entry =>
      entry.kind === 'file' ? mention(basename(path), entry.path) : [],
    ),
    ...(similar === undefined ? {} : { hint: `did you mean ${similar}?` }),
  }
}

const mention = (name: string, file: string): readonly Label[] => {
  try {
    const position = locateText(readFileSync(file, 'utf8'), name, file)
    return position === undefined ? [] : [{ position }]
  } catch {
    return []
  }
}

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
