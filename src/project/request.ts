/** What terrane asks of nix/runtime.nix: the Nix side reads the same names from `request`. */
import { dirname, join } from 'node:path'
import type { DefinitionPath } from '../modules/document.js'
import type { ValuePath } from '../modules/value-path.js'
import type { EvaluateRequest, Json } from '../nix/evaluate.js'
import type { CompileOptions } from './compile-options.js'
import { flakeReference } from './flake.js'
import { nixFolder } from './nix-folder.js'

/** The attributes of runtime.nix. */
export type Query = 'definitions' | 'config' | 'positions' | 'optionNames' | 'optionDocs' | 'unread' | 'why'

/** What some queries are about. */
export interface Subject {
  /** Of `positions`. */
  readonly paths?: readonly DefinitionPath[]
  /** Of `why`. */
  readonly why?: { readonly path: ValuePath; readonly withResult: boolean; readonly withValues: boolean }
  /** Of `optionDocs`: options of which something could not be evaluated, and what of them. */
  readonly failed?: Json
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
    modules: options.entries.flatMap(entry => (entry.kind === 'file' ? [entry.path] : [])),
    ...(flake === undefined ? {} : { flake: { reference: flakeReference(flake.flake), name: flake.name } }),
    lib: options.lib ?? null,
    ...subject,
    foreign,
  }
  return {
    file: join(nix, 'runtime.nix'),
    attribute: query,
    takesIsPlain: true,
    strings: { request: JSON.stringify(asked), ...prefixed(options.strings) },
    expressions: prefixed(options.expressions),
    searchPath: options.searchPath,
    cwd: options.cwd,
    flakes: flake !== undefined,
    foreign: [...foreign, ...(options.lib === undefined ? [] : [dirname(options.lib)])],
    showTrace: options.showTrace,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }
}

/** The user's arguments can't meet our own names. */
const prefixed = (given: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [`arg:${name}`, value]))
