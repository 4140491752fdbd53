/** The projects that tests in JavaScript look at: compiled once each, however many tests ask. */
import { dirname, resolve } from 'node:path'
import type { Diagnostic } from '../../../contracts/diagnostic.js'
import type { DefinitionsDocument } from '../../../modules/definitions.js'
import type { Json } from '../../../nix/evaluate.js'
import { ask } from '../../ask.js'
import type { CompileOptions } from '../../compile-options.js'
import { chooseEngine } from '../../engine.js'
import { resolveEntries } from '../../entry.js'
import { makeDocument } from '../../make-document.js'
import { runtimeRequest } from '../../request.js'
import { carefulEngine } from '../../source-check.js'
import { workFolderOf } from '../../work-folder.js'

export interface ProjectOptions {
  /** Modules beside those of the entry: definitions as data, or the path of a .nix file. */
  readonly modules?: readonly (string | Readonly<Record<string, unknown>>)[]
  /** As `--argstr`: strings for the module functions. */
  readonly strings?: Readonly<Record<string, string>>
  /** As `--arg`: Nix expressions for the module functions. */
  readonly expressions?: Readonly<Record<string, string>>
}

export interface Project {
  /** What config.tf.json says: a copy that is the caller's. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into it as it likes
  readonly document: any
  /** The text of config.tf.json, digit by digit. */
  readonly text: string
  readonly warnings: readonly Diagnostic[]
}

export type OpenProject = (entry?: string | readonly string[], options?: ProjectOptions) => Promise<Project>

/** Paths are relative to the folder of `file`. What is opened throws a TerraneError where it does not compile. */
export const projectsOf = (file: string, defaults: CompileOptions): OpenProject => {
  const made = new Map<string, Promise<Omit<Project, 'document'>>>()
  return async (entry, options = {}) => {
    const key = JSON.stringify([entry, options])
    const making = made.get(key) ?? compileProject(file, defaults, entry, options)
    made.set(key, making)
    const { text, warnings } = await making
    return { document: JSON.parse(text), text, warnings }
  }
}

const compileProject = async (
  file: string,
  defaults: CompileOptions,
  entry: string | readonly string[] | undefined,
  { modules = [], strings = {}, expressions = {} }: ProjectOptions,
): Promise<Omit<Project, 'document'>> => {
  const folder = dirname(file)
  const given = modules.map(module =>
    typeof module === 'string' ? { path: resolve(folder, module) } : { config: module as Json },
  )
  const options: CompileOptions = {
    ...defaults,
    ...(entry === undefined ? {} : entriesOf(typeof entry === 'string' ? [entry] : entry, folder)),
    strings: { ...defaults.strings, ...strings },
    expressions: { ...defaults.expressions, ...expressions },
    ...(given.length === 0 ? {} : { variant: { attribute: 'given', tests: { file, given } } }),
  }
  const warnings: string[] = []
  const chosen = await chooseEngine(options.engine, { onMessage: message => warnings.push(message) })
  const engine = carefulEngine(chosen, options)
  const answer = await ask(engine, options, runtimeRequest(options, 'definitions'))
  const definitions = answer as unknown as DefinitionsDocument
  const { text, found } = await makeDocument(definitions, options, engine)
  return { text, warnings: [...[...definitions.warnings, ...warnings].map(asWarning), ...found] }
}

const entriesOf = (
  values: readonly string[],
  folder: string,
): Pick<CompileOptions, 'entries' | 'workFolder'> => {
  const entries = resolveEntries(values, folder)
  return { entries, workFolder: workFolderOf(entries, undefined, folder).path }
}

const asWarning = (message: string): Diagnostic => ({
  code: 'module-warning',
  severity: 'warning',
  message,
  labels: [],
})
