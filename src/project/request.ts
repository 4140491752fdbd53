/** What terrane asks of nix/runtime.nix: the Nix side reads the same names from `request`. */
import { dirname, join } from 'node:path'
import type { DefinitionPath } from '../modules/document.js'
import type { ValuePath } from '../modules/value-path.js'
import type { EvaluateRequest, Json } from '../nix/evaluate.js'
import type { CompileOptions, Variant } from './compile-options.js'
import { flakeReference } from './flake.js'
import { nixFolder } from './nix-folder.js'

/** The attributes of runtime.nix. */
export type Query =
  | 'definitions'
  | 'config'
  | 'positions'
  | 'optionNames'
  | 'optionDocs'
  | 'unread'
  | 'why'
  | 'found'
  | 'problems'
  | 'problem'
  | 'remaining'
  | 'failedAssertions'
  /** Of nix/tests. */
  | 'tests'
  | 'value'
  | `hosts.${'systems' | 'texts' | 'nixpkgs' | 'readsNodes'}`

/** What some queries are about. */
export interface Subject {
  /** Of `definitions`: whether to look for what nothing reads. */
  readonly withUnread?: boolean
  /** Of `positions`. */
  readonly paths?: readonly DefinitionPath[]
  /** Of `why`. */
  readonly why?: { readonly path: ValuePath; readonly withResult: boolean; readonly withValues: boolean }
  /** Of `hosts.*`: nix/hosts/systems.nix says what. */
  readonly systems?: {
    readonly hosts: readonly string[]
    readonly inputs: Readonly<Record<string, Json>>
    readonly flakes: Readonly<
      Record<string, { readonly reference: string; readonly path: readonly string[] }>
    >
    /** How many entries of the search path are for hosts. */
    readonly searchPath: number
    readonly placeholders: boolean
  }
  /** Of `optionDocs`: options of which something could not be evaluated, and what of them. */
  readonly failed?: Json
  /** What is known so far of a project that does not evaluate: any query is then about what is left of it. */
  readonly examine?: Examination
}

export interface Examination {
  /** Keys of problems that can't be caught in Nix. */
  readonly skipped: readonly string[]
  /** Paths of values of the document that fail. */
  readonly without: readonly (readonly (string | number)[])[]
  /** Of `problem`: its place among all `problems`. */
  readonly problem?: number
}

/** Builds the request for one query. */
export const runtimeRequest = (
  options: CompileOptions,
  query: Query,
  subject: Subject = {},
): EvaluateRequest => {
  const nix = nixFolder()
  const flake = options.entries.find(entry => entry.kind === 'flake')
  const foreign = [nix, ...(options.lib === undefined ? [] : [options.lib])]
  const asked = {
    entries: options.entries.map(entry =>
      entry.kind === 'file' ? { path: entry.path } : { output: entry.name },
    ),
    ...(flake === undefined ? {} : { flake: flakeReference(flake.flake) }),
    lib: options.lib ?? null,
    pkgs: options.pkgs ?? null,
    withNulls: options.withNulls,
    ...(options.stack === undefined ? {} : { stack: options.stack }),
    ...subject,
    ...(options.variant === undefined ? {} : { tests: options.variant.tests }),
    ...(options.alone === undefined ? {} : { alone: { ...options.alone } }),
    foreign,
  }
  return {
    ...question(nix, options.variant, query),
    takesHelpers: true,
    strings: { request: JSON.stringify(asked), ...prefixed(options.strings) },
    expressions: prefixed(options.expressions),
    searchPath: options.searchPath,
    cwd: options.cwd,
    flakes: flake !== undefined || options.pkgs?.kind === 'flake',
    foreign: [
      ...foreign,
      ...(options.lib === undefined ? [] : [dirname(options.lib)]),
      ...foreignPkgs(options),
    ],
    showTrace: options.showTrace,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }
}

/** A folder of packages is a library; a file that makes them is the user's. */
const foreignPkgs = ({ pkgs }: CompileOptions): readonly string[] =>
  pkgs?.kind === 'path' && !pkgs.path.endsWith('.nix') ? [pkgs.path] : []

/** A variant is asked the same questions, by way of who makes it. */
const question = (nix: string, variant: Variant | undefined, query: Query) => {
  const texts = (within: string) =>
    query === 'definitions' ? { textAttribute: `${within}texts.${query}` } : {}
  if (variant === undefined) return { file: join(nix, 'runtime.nix'), attribute: query, ...texts('') }
  const isOfTests = query === 'tests' || query === 'value'
  const within = `${variant.attribute}.`
  return {
    file: join(nix, 'tests', 'default.nix'),
    attribute: isOfTests ? query : `${within}${query}`,
    ...texts(within),
  }
}

/** The user's arguments can't meet our own names. */
const prefixed = (given: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [`arg:${name}`, value]))
