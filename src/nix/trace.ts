/** What an engine knows of a failed evaluation, before it is told to anybody. */
import type { DiagnosticCode } from '../contracts/codes.js'
import type { Position } from '../contracts/diagnostic.js'

export interface EvaluationError {
  readonly message: string
  readonly position?: Position
  /** Innermost first. */
  readonly trace: readonly TraceEntry[]
  readonly suggestions?: readonly string[]
  /** Where the engine knows more than the message says. */
  readonly code?: DiagnosticCode
  readonly hint?: string
}

export interface TraceEntry {
  readonly message: string
  readonly position?: Position
}
