/**
 * The options that a project's modules declare, for documentation. Nix lists them (nix/option-docs.nix); what it can't
 * evaluate without a configuration is read from the source.
 */

import { readFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { TerraneError } from '../contracts/diagnostic.js'
import { stopwatch } from '../contracts/stopwatch.js'
import type { Declaration, DocumentedOption, Literal } from '../modules/option-docs/documented-option.js'
import { bindingSource } from '../nix/binding-source.js'
import type { Json } from '../nix/evaluate.js'
import { inCharacters } from '../nix/place-in-characters.js'
import type { withAllErrors } from './all-errors.js'
import { explained } from './ask.js'
import type { CompileOptions } from './compile-options.js'
import type { Engine } from './engine.js'
import { fileInCheckout } from './flake.js'
import { nixFolder } from './nix-folder.js'
import { runtimeRequest } from './request.js'

/**
 * Lists all options, sorted by name; paths are relative to `base`. Throws what evaluating the modules throws, except for
 * defaults, examples and the like of single options: what of those does not evaluate is told from the source, or left out.
 */
export const optionDocs = async (
  engine: Engine,
  options: CompileOptions,
  base: string,
): Promise<readonly DocumentedOption[]> => {
  const answer = await askPersistently(engine, options)
  const reader = sourceReader()
  const project = { options, base, read: reader }
  return (answer as unknown as readonly Answer[]).map(one => documented(one, project)).sort(byName)
}

interface Position {
  readonly file: string
  readonly line: number | null
  readonly column: number | null
}

interface Shown {
  readonly position: Position | null
  readonly value: Literal | null
}

interface Answer {
  readonly name: string
  readonly loc: readonly string[]
  readonly declarations: readonly string[]
  readonly positions: readonly Position[]
  readonly type: string | null
  readonly description: string | null
  readonly readOnly: boolean
  readonly default: Shown | null
  readonly example: Shown | null
}

interface Project {
  readonly options: CompileOptions
  readonly base: string
  readonly read: (file: string) => string | undefined
}

/** Each attempt costs an evaluation: a project that needs more has another problem. */
const mostFailures = 50

/** Nix can catch a `throw`, not a type error: an option whose default ends in one is left out of the next attempt. */
const askPersistently = async (engine: Engine, options: CompileOptions): Promise<Json> => {
  const seconds = stopwatch()
  const failed: string[] = []
  for (;;) {
    try {
      // The whole trace tells where it was.
      const request = runtimeRequest({ ...options, showTrace: true }, 'optionDocs', { failed })
      return await engine.evaluate(request)
    } catch (error) {
      if (!(error instanceof TerraneError)) throw error
      const culprit = culpritOf(error)
      if (culprit === undefined || failed.includes(culprit) || failed.length >= mostFailures)
        throw await withOthers(await told(error, engine, options), engine, options, seconds())
      failed.push(culprit)
    }
  }
}

const culpritOf = (error: TerraneError): string | undefined => {
  for (const note of error.diagnostics[0].notes ?? []) {
    const [, what, name] =
      /while evaluating the (default|defaultText|example|type|description|options) of option `(.*?)'(?: \(|$)/.exec(
        note,
      ) ?? []
    if (what !== undefined) return `${what} ${name}`
  }
  return undefined
}

const withOthers: typeof withAllErrors = async (...failed) => {
  const all = await import('./all-errors.js')
  return await all.withAllErrors(...failed)
}

/** The failure as a compile would tell it: with the trace only where it was asked for. */
const told = async (error: TerraneError, engine: Engine, options: CompileOptions): Promise<TerraneError> => {
  if (options.showTrace) return await explained(error, engine, options)
  try {
    await engine.evaluate(runtimeRequest(options, 'optionDocs', { failed: [] }))
  } catch (again) {
    if (again instanceof TerraneError) return await explained(again, engine, options)
  }
  return error
}

const documented = (answer: Answer, project: Project): DocumentedOption => {
  const { name, loc, description, readOnly } = answer
  const fallback = answer.default === null ? undefined : literalOf(answer.default, project)
  const example = answer.example === null ? undefined : literalOf(answer.example, project)
  return {
    name,
    loc,
    type: answer.type ?? 'unspecified',
    description,
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(example === undefined || example === 'unknown' ? {} : { example }),
    readOnly,
    declarations: declarationsOf(answer, project),
  }
}

/** Values that come from outside of the project, maybe secrets, and places that are only this machine's. */
const revealing = /\b(?:getEnv|readFile|fromTOML|importJSON|importTOML|fetchurl|fetchTarball|exec)\b/
const ofThisMachine = (text: string, { options }: Project): boolean =>
  text.includes('/nix/store/') ||
  options.entries.some(entry =>
    text.includes(`${entry.kind === 'file' ? dirname(entry.path) : entry.flake}/`),
  )

const literalOf = ({ position, value }: Shown, project: Project): Literal | 'unknown' => {
  const source = position === null ? undefined : sourceAt(position, project)
  if (value !== null && (value._type !== 'literalExpression' || source === undefined)) return value
  if (value !== null && !revealing.test(source!) && !ofThisMachine(value.text, project)) return value
  return source === undefined ? 'unknown' : { _type: 'literalExpression', text: source }
}

const sourceAt = ({ file, line, column }: Position, project: Project): string | undefined => {
  if (line === null || column === null || isLib(file, project.options)) return undefined
  const text = project.read(file)
  return text === undefined ? undefined : bindingSource(text, { file, line, column })
}

/** Where the lib makes the option (mkEnableOption), its source says nothing of it. */
const isLib = (file: string, { lib }: CompileOptions): boolean =>
  file.startsWith(`${nixFolder()}/lib/`) || (lib !== undefined && file.startsWith(`${lib}/`))

const declarationsOf = (answer: Answer, project: Project): readonly Declaration[] =>
  answer.declarations.flatMap((file, index) => {
    const position = answer.positions[index]
    const { options, base } = project
    // Made by a function of the lib: the file is known, the line is not the user's.
    const known =
      position?.line != null && !isLib(position.file, options) && corePath(position.file) === undefined
    // A submodule inside a type that does not say where it stands (attrTag, functionTo) knows its lines alone.
    if (file === '<unknown-file>' && !known) return []
    const core = corePath(file)
    if (core !== undefined) return [{ path: core, core: true }]
    const path = pathFrom(known ? position.file : file, options, base)
    return [
      known
        ? { path, line: position.line!, column: inCharacters(position).column!, core: false }
        : { path, core: file === 'terrane' },
    ]
  })

const corePath = (file: string): string | undefined =>
  file.startsWith(`${nixFolder()}/`) ? `<terrane/${relative(nixFolder(), file)}>` : undefined

const pathFrom = (file: string, { entries }: CompileOptions, base: string): string => {
  if (!file.startsWith('/')) return file
  const flake = entries.find(entry => entry.kind === 'flake')
  const own = flake === undefined ? file : fileInCheckout(file, flake.flake)
  return own.startsWith('/nix/store/') ? own : relative(base, own)
}

const sourceReader = () => {
  const texts = new Map<string, string | undefined>()
  return (file: string): string | undefined => {
    if (!texts.has(file)) texts.set(file, textOf(file))
    return texts.get(file)
  }
}

const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

const byName = (left: DocumentedOption, right: DocumentedOption): number =>
  left.name < right.name ? -1 : left.name > right.name ? 1 : 0
