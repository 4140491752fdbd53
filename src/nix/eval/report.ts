/** From the evaluator's errors to what both engines report: message, place and trace, told in the user's own files. */
import { TerraneError, type Texts } from '../../contracts/diagnostic.js'
import { evaluationDiagnostic } from '../evaluation-error.js'
import { fromBytes, toBytes } from '../syntax/bytes.js'
import type { Pos } from '../syntax/source.js'
import type { EvaluationError, TraceEntry } from '../trace.js'
import type { Frame, NixError } from './failure.js'
import type { Files } from './files.js'

export interface ReportOptions {
  readonly showTrace: boolean
  /** Folders whose code is not the user's. */
  readonly foreign: readonly string[]
  readonly files: Files
  readonly texts: Texts
}

/** nixpkgs colours some of its messages; the nix engine gives them without as well. */
const withoutColours = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, '')

const placed = (pos: Pos | null) => (pos === null ? {} : { position: pos.source.position(pos.offset) })

/**
 * The frames, innermost first, each once: a recursion repeats the same few thousands of times. A context without a
 * place (`while evaluating definitions from …`) speaks of the one before it, so that it counts together with that.
 */
const traceOf = (frames: readonly Frame[]): TraceEntry[] => {
  const seen = new Set<string>()
  const kept: TraceEntry[] = []
  let repeated = 0
  let context = ''
  for (const { text, pos } of frames) {
    const key = pos === null ? `${context}\n${text}` : `${text}@${pos.source.name}:${pos.offset}`
    if (pos === null) context = text
    if (seen.has(key)) repeated++
    else {
      seen.add(key)
      kept.push({ message: withoutColours(text), ...placed(pos) })
    }
  }
  if (repeated > 0) kept.push({ message: `(${repeated} duplicate frames omitted)` })
  return kept
}

/** Of what a value that needs itself is the value: the name at the place where it was asked for again. */
const recursionHint = ({ code, pos }: NixError, foreign: readonly string[]): string | undefined => {
  if (code !== 'nix-infinite-recursion' || pos === null) return undefined
  if (foreign.some(folder => fromBytes(pos.source.name).startsWith(`${folder}/`))) return undefined
  const [name] = /^[a-zA-Z_][\w'.-]*/.exec(pos.source.text.slice(pos.offset, pos.offset + 80)) ?? []
  return name && `The value of '${name}' is needed to compute itself.`
}

/** The error as the engine throws it. */
export const reportError = (error: NixError, options: ReportOptions): TerraneError => {
  const { foreign, showTrace, files, texts } = options
  const hint = error.hint ?? recursionHint(error, foreign)
  const known: EvaluationError = {
    message: withoutColours(error.message),
    code: error.code,
    ...(hint === undefined ? {} : { hint }),
    ...placed(error.pos),
    trace: traceOf(error.frames),
    suggestions: error.suggestions.map(fromBytes),
  }
  const read = (path: string): string | undefined => {
    try {
      return fromBytes(files.read(toBytes(path)))
    } catch {
      return undefined
    }
  }
  const isForeign = (file: string) => foreign.some(folder => file.startsWith(`${folder}/`))
  return new TerraneError(evaluationDiagnostic(known, { isForeign, showTrace, read }), { texts })
}
