/** How much of a failed evaluation is told, and what of it can be. */
import type { EvaluationError } from './trace.js'

/** The text of a file, or undefined where it can't be read. */
export type Reader = (path: string) => string | undefined

export interface ErrorView {
  /** Whether a file's code is not the user's. */
  readonly isForeign: (file: string) => boolean
  readonly showTrace: boolean
  readonly read: Reader
}

/** The whole trace, where it is asked for. */
export const traceNotes = (error: EvaluationError, view: ErrorView): readonly string[] =>
  view.showTrace
    ? error.trace.map(entry => {
        const at = entry.position
        return at === undefined
          ? `… ${entry.message}`
          : `… ${entry.message} (${at.file}:${at.line}:${at.column})`
      })
    : []

/** A diagnostic has its notes where there are any. */
export const notesOf = (notes: readonly string[]) => (notes.length === 0 ? {} : { notes })
