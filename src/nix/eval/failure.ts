/**
 * Errors while evaluating. A `NixError` is plain data without a JavaScript stack: `tryEval` throws thousands of them.
 * On its way up every call and selection in progress adds a frame; the engine turns the whole into a TerraneError.
 */
import type { DiagnosticCode } from '../../contracts/codes.js'
import { TerraneError } from '../../contracts/diagnostic.js'
import type { Pos } from '../syntax/source.js'

export interface Frame {
  readonly text: string
  readonly pos: Pos | null
}

export class NixError {
  /** Innermost first. */
  readonly frames: Frame[] = []
  /** Names that the user may have meant. */
  suggestions: readonly string[] = []
  /** Further lines for the report. */
  hint: string | undefined

  constructor(
    readonly code: DiagnosticCode,
    readonly message: string,
    public pos: Pos | null = null,
    /** Whether `tryEval` turns it into `success = false`. */
    readonly catchable = false,
  ) {}
}

/** Makes the error for a wrong type, number or argument. */
export const evaluationError = (message: string, pos: Pos | null = null): NixError =>
  new NixError('nix-evaluation', message, pos)

export const unsupported = (what: string, hint: string): NixError => {
  const error = new NixError('nix-unsupported', what)
  error.hint = hint
  return error
}

/** The hint for what only a real Nix can do. */
export const needsNix = 'Evaluate with a real Nix, which can do that: `--engine nix`.'

/**
 * Adds a frame to an error on its way up, and returns it to be thrown on. What is not a NixError (the JavaScript stack
 * ran out, a bug) passes unchanged; diagnostics of pure functions become NixErrors here.
 */
export const withFrame = (error: unknown, text: string, pos: Pos | null): unknown => {
  const nixError = asNixError(error)
  if (nixError) {
    nixError.frames.push({ text, pos })
    return nixError
  }
  return error
}

/** The NixError that `error` is or stands for. */
export const asNixError = (error: unknown): NixError | undefined => {
  if (error instanceof NixError) return error
  if (error instanceof TerraneError) {
    const [first] = error.diagnostics
    const made = new NixError(first.code, first.message)
    made.hint = first.hint
    return made
  }
  return undefined
}

/** Gives an error that has just been made, and has no place yet, the place `pos`. */
export const located = (error: unknown, pos: Pos): unknown => {
  const nixError = asNixError(error)
  if (nixError === undefined) return error
  if (nixError.pos === null && nixError.frames.length === 0) nixError.pos = pos
  return nixError
}
