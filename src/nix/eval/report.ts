/**
 * From the evaluator's errors to diagnostics. The first label is where the user should look: the error's own place if
 * it is in a file of the user, else the innermost call in one. The trace becomes notes, innermost first; without
 * `showTrace` only what happened in the user's files and what modules say themselves (`addErrorContext`).
 */
import { readFileSync } from 'node:fs'
import { type Label, TerraneError } from '../../contracts/diagnostic.js'
import { evaluationDiagnostic } from '../evaluation-error.js'
import { fromBytes } from '../syntax/bytes.js'
import type { Pos } from '../syntax/source.js'
import type { Frame, NixError } from './failure.js'
import { didYouMean } from './suggest.js'

export interface ReportOptions {
  /** The whole trace. */
  readonly showTrace: boolean
  /** Whether modules are evaluated, with a library that knows about them. */
  readonly ofModules: boolean
  /** Whether a file is the user's, not of a library. */
  readonly isUserFile: (file: string) => boolean
}

const maxNotes = 20

const isOfUser = (pos: Pos | null, { isUserFile }: ReportOptions): pos is Pos =>
  pos !== null && (!pos.source.isFile || isUserFile(fromBytes(pos.source.name)))

const labelAt = (pos: Pos, text?: string): Label => {
  const position = pos.source.position(pos.offset)
  return text === undefined ? { position } : { position, text }
}

const labelsOf = (error: NixError, options: ReportOptions): Label[] => {
  const inner = error.frames.find(frame => frame.pos !== null)
  const own = error.pos ?? inner?.pos ?? null
  if (own === null) return []
  if (isOfUser(own, options)) return [labelAt(own)]
  const called = error.frames.find(frame => isOfUser(frame.pos, options))
  return called ? [labelAt(called.pos!, called.text), labelAt(own)] : [labelAt(own)]
}

const noteOf = ({ text, pos }: Frame): string => (pos === null ? text : `${text} (${pos})`)

const notesOf = (error: NixError, options: ReportOptions): string[] => {
  const wanted = error.frames.filter(
    frame => options.showTrace || frame.custom || isOfUser(frame.pos, options),
  )
  const notes: string[] = []
  const seen = new Set<string>()
  let repeated = 0
  for (const frame of wanted) {
    const note = noteOf(frame)
    if (seen.has(note)) {
      repeated++
      continue
    }
    seen.add(note)
    notes.push(note)
  }
  const shown = options.showTrace ? notes : notes.slice(0, maxNotes)
  if (repeated > 0) shown.push(`(${repeated} duplicate frames omitted)`)
  if (notes.length > maxNotes && !options.showTrace)
    shown.push(`(${notes.length - maxNotes} more; use '--show-trace' for all)`)
  return shown
}

/** Of modules the same is told as by the engine `nix`: what the user's definitions have to do with it. */
const moduleDiagnostic = (error: NixError, options: ReportOptions): TerraneError => {
  const hint = error.hint ?? recursionHint(error)
  const place = (pos: Pos | null) => (pos?.source.isFile ? { position: pos.source.position(pos.offset) } : {})
  return new TerraneError(
    evaluationDiagnostic(
      {
        message: error.message,
        code: error.code,
        ...(hint === undefined ? {} : { hint }),
        ...place(error.pos),
        trace: error.frames.map(frame => ({ message: frame.text, ...place(frame.pos) })),
        suggestions: error.suggestions.map(fromBytes),
      },
      { isForeign: file => !options.isUserFile(file), showTrace: options.showTrace, read: readIfPossible },
    ),
  )
}

const readIfPossible = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Of what a value that needs itself is the value: the name at the place where it was asked for again. */
const recursionHint = ({ code, pos }: NixError): string | undefined => {
  if (code !== 'nix-infinite-recursion' || pos === null) return undefined
  const [name] = /^[a-zA-Z_][\w'.-]*/.exec(pos.source.text.slice(pos.offset, pos.offset + 80)) ?? []
  return name && `The value of '${name}' is needed to compute itself.`
}

/** The error as diagnostics have it. */
export const reportError = (error: NixError, options: ReportOptions): TerraneError => {
  if (options.ofModules) return moduleDiagnostic(error, options)
  const hint = error.hint ?? recursionHint(error) ?? didYouMean(error.suggestions.map(fromBytes))
  const notes = notesOf(error, options)
  return new TerraneError(
    {
      code: error.code,
      severity: 'error',
      message: error.message,
      labels: labelsOf(error, options),
      ...(notes.length > 0 ? { notes } : {}),
      ...(hint === undefined ? {} : { hint }),
    },
    { cause: undefined },
  )
}
