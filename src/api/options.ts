/** What all functions of the API take: which project, and how it is compiled. */
import { resolve } from 'node:path'
import { failure } from '../contracts/diagnostic.js'
import type { PrepareOptions } from '../project/compile-options.js'
import { libFolder } from '../project/lib-folder.js'

export interface ProjectOptions {
  /** What `-f` names: a .nix file, a folder, or an output of a flake (`.#name`). Several are merged. Default: `.` */
  readonly entry?: string | readonly string[]
  /** Where relative paths start. Default: the working folder of the process. */
  readonly cwd?: string
  /** The work folder, for the document and the state. Default: the entry's folder. */
  readonly workdir?: string
  /** What evaluates Nix. Default: `auto`, a real Nix where there is one, else the embedded evaluator. */
  readonly engine?: 'auto' | 'nix' | 'embedded'
  /** Arguments for the modules: strings. */
  readonly strings?: Readonly<Record<string, string>>
  /** Arguments for the modules: Nix expressions. */
  readonly expressions?: Readonly<Record<string, string>>
  /** Entries of Nix' search path: `path`, or `name=path`. */
  readonly searchPath?: readonly string[]
  /** A folder with nixpkgs' lib, or nixpkgs itself. Default: the flake's, that of the search path, the bundled one. */
  readonly lib?: string
  /** Whether warnings are errors. Default: false. */
  readonly strict?: boolean
  /** Whether the document is checked against Terraform's language. Default: true. */
  readonly check?: boolean
  /** Whether attributes that are null stay in the document. Default: false. */
  readonly withNulls?: boolean
  /** Whether errors of the evaluation have Nix' whole trace. Default: false. */
  readonly showTrace?: boolean
  /** Ends the work: what is evaluated is broken off, tofu/terraform is told once, and waited for. */
  readonly signal?: AbortSignal
}

/** The options as the project has them. Throws `interrupted` where the signal has aborted already, `file-access`. */
export const prepareOptions = (options: ProjectOptions): PrepareOptions => {
  const { entry, workdir, lib, signal } = options
  if (signal?.aborted) throw failure('interrupted', 'interrupted before it began')
  const cwd = resolve(options.cwd ?? '.')
  return {
    files: entry === undefined ? [] : [entry].flat(),
    cwd,
    engine: options.engine ?? 'auto',
    strings: options.strings ?? {},
    expressions: options.expressions ?? {},
    searchPath: options.searchPath ?? [],
    strict: options.strict ?? false,
    check: options.check ?? true,
    withNulls: options.withNulls ?? false,
    showTrace: options.showTrace ?? false,
    ...(workdir === undefined ? {} : { workdir }),
    ...(lib === undefined ? {} : { lib: libFolder(resolve(cwd, lib)) }),
    ...(signal === undefined ? {} : { signal }),
  }
}
