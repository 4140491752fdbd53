import type { EngineName, Json } from '../nix/evaluate.js'
import type { Entry } from './entry.js'
import type { PkgsSource } from './pkgs-source.js'

/** How a project is compiled: what every command that compiles takes from its options. */
export interface CompileOptions {
  readonly entries: readonly Entry[]
  /** Absolute path of the work folder. Source files that the document names are copied into it. */
  readonly workFolder: string
  /**
   * Absolute path that the document will have; Terraform reads what lies beside it as well. Default: in the work folder.
   * null: nobody knows.
   */
  readonly documentFile?: string | null
  /** Whether the document is checked against Terraform's language. Default: true. */
  readonly check?: boolean
  /** Whether it is also checked against the schemas that are known of its providers. Default: true. */
  readonly schema?: boolean
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
  /** `--pkgs`: where modules get `pkgs` from. */
  readonly pkgs?: PkgsSource
  readonly showTrace: boolean
  readonly cwd: string
  readonly signal?: AbortSignal
  /** The stack that is compiled, of a project that has some. */
  readonly stack?: string
  /** Whether the answer may be that the project has stacks, without a document. Default: that is an error. */
  readonly takesStacks?: boolean
  /** The modules are evaluated without terrane's own options. */
  readonly alone?: Alone
  /** A variant of the project that a test makes. */
  readonly variant?: Variant
}

export interface Alone {
  /** The path in `config` of what is printed of them; null: nothing of it. */
  readonly printed: readonly string[] | null
}

/** Which variant: what nix/tests is asked, and the attribute of its answer that stands for the project. */
export interface Variant {
  readonly attribute: 'variant' | 'base' | 'given'
  readonly tests: Json
}

/** The same before the entries are looked for. */
export interface PrepareOptions extends Omit<CompileOptions, 'entries' | 'workFolder' | 'variant' | 'alone'> {
  /** `-f` values. */
  readonly files: readonly string[]
  /** `--workdir`. */
  readonly workdir?: string
}
