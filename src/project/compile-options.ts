import type { EngineName } from '../nix/evaluate.js'
import type { Entry } from './entry.js'

/** How a project is compiled: what every command that compiles takes from its options. */
export interface CompileOptions {
  readonly entries: readonly Entry[]
  /** Absolute path of the work folder. Source files that the document names are copied into it. */
  readonly workFolder: string
  readonly engine: EngineName | 'auto'
  readonly withNulls: boolean
  /** Warnings are errors. */
  readonly strict: boolean
  /** `--arg`, Nix expressions by name. */
  readonly expressions: Readonly<Record<string, string>>
  /** `--argstr`, by name. */
  readonly strings: Readonly<Record<string, string>>
  readonly searchPath: readonly string[]
  /** `--lib`: a folder with nixpkgs' lib (or nixpkgs itself). */
  readonly lib?: string
  readonly showTrace: boolean
  readonly cwd: string
  readonly signal?: AbortSignal
}

/** The same before the entries are looked for. */
export interface PrepareOptions extends Omit<CompileOptions, 'entries' | 'workFolder'> {
  /** `-f` values. */
  readonly files: readonly string[]
  /** `--workdir`. */
  readonly workdir?: string
}
