/**
 * The one seam between Nix and the rest: `evaluate(request) → JSON`. Two engines implement it, `nix` (the real one, a
 * process) and `embedded` (ours, in process); both run the same Nix code and give the same JSON.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

export interface EvaluateRequest {
  /**
   * The Nix file to evaluate, an absolute path: a set, or a function from a set that has an ellipsis. The attribute
   * `attribute` of it (called with the arguments below where it is a function) is what is returned.
   */
  readonly file: string
  readonly attribute: string
  /** An attribute that has the same as text of JSON, for an engine that is faster with that. */
  readonly textAttribute?: string
  /** Arguments that are data: given as strings, never as Nix code (`--argstr`). */
  readonly strings: Readonly<Record<string, string>>
  /** Arguments that the user wrote as Nix expressions on the command line (`--arg`). */
  readonly expressions: Readonly<Record<string, string>>
  /** `-I` entries: `name=path` or `path`, before those of NIX_PATH. */
  readonly searchPath: readonly string[]
  /** Where relative paths in `expressions` and `searchPath` start from. */
  readonly cwd: string
  /** Whether flakes are needed. */
  readonly flakes?: boolean
  /** Folders whose code is not the user's (lib, terrane's own): errors do not point into them. */
  readonly foreign?: readonly string[]
  /** Keep the whole trace in errors, not only the user's part. */
  readonly showTrace?: boolean
  /** Copy nothing into the Nix store: paths in it are computed only. What needs them to be there then fails. */
  readonly readOnly?: boolean
  /** Whether the file is a function that an engine may help with builtins of its own (eval/request.ts), where it has some. */
  readonly takesHelpers?: boolean
  readonly signal?: AbortSignal
}

/**
 * Evaluates strictly and returns JSON. Throws a TerraneError whose diagnostics have Nix' own message and positions.
 * Numbers that JSON in JavaScript can't hold are the caller's business: `runtime.nix` tags them.
 */
export type Evaluate = (request: EvaluateRequest) => Promise<Json>

export type EngineName = 'nix' | 'embedded'
