/**
 * What went wrong, as data. Rooms make diagnostics; only the CLI turns them into text (colour, code frame, width).
 * One family: every failure that a user can cause ends as a `TerraneError` that carries diagnostics. Anything else that
 * is thrown is a bug, and only then is a stack trace shown.
 */
import type { DiagnosticCode } from './codes.js'

export type Severity = 'error' | 'warning'

/** A place in a source file. Lines and columns count from 1, columns in characters. */
export interface Position {
  /** Absolute path, or a name in guillemets (`«string»`) for text that is in no file. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A place that the diagnostic points at. The first label of a diagnostic is the main one. */
export interface Label {
  readonly position: Position
  /** What stands there, in a few words. */
  readonly text?: string
}

export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: Severity
  /** May hold several lines. Nix's and nixpkgs' wording is kept where it exists: users search for it. */
  readonly message: string
  readonly labels: readonly Label[]
  /** Further facts, one a line: definition values, the chain of a cycle, the output of a tool. */
  readonly notes?: readonly string[]
  /** What to do about it. */
  readonly hint?: string
  /** Which of several things that were asked at once it is about, in the words of nix/tests. Who asks takes it off. */
  readonly within?: string
}

/** Texts that are in no file, by the name that positions give them. */
export type Texts = Readonly<Record<string, string>>

/** The one error class for what users can cause. */
export class TerraneError extends Error {
  override readonly name = 'TerraneError'
  readonly diagnostics: readonly [Diagnostic, ...Diagnostic[]]
  /** What positions speak of that no file has, for code frames. */
  readonly texts: Texts

  constructor(
    diagnostics: Diagnostic | readonly [Diagnostic, ...Diagnostic[]],
    options?: { readonly cause?: unknown; readonly texts?: Texts },
  ) {
    const all: readonly [Diagnostic, ...Diagnostic[]] = isList(diagnostics) ? diagnostics : [diagnostics]
    super(all[0].message, options)
    this.diagnostics = all
    this.texts = options?.texts ?? {}
  }
}

const isList = (
  value: Diagnostic | readonly [Diagnostic, ...Diagnostic[]],
): value is readonly [Diagnostic, ...Diagnostic[]] => Array.isArray(value)

/** Makes the error for one diagnostic: `fail('entry-missing', '…', { hint: '…' })`. */
export const failure = (
  code: DiagnosticCode,
  message: string,
  rest: Partial<Omit<Diagnostic, 'code' | 'severity' | 'message'>> & { cause?: unknown } = {},
): TerraneError => {
  const { cause, ...details } = rest
  return new TerraneError({ code, severity: 'error', message, labels: [], ...details }, { cause })
}
