/** Reads what `nix --log-format internal-json` writes to standard error: one JSON object a line, after `@nix `. */
import type { Position } from '../../contracts/diagnostic.js'
import type { EvaluationError, TraceEntry } from '../trace.js'

export interface NixLog {
  readonly error?: EvaluationError
  /** What the modules warn of (`builtins.warn`). */
  readonly warnings: readonly string[]
  /** What Nix itself warns of: a dirty checkout, an unknown setting. */
  readonly notices: readonly string[]
  /** `builtins.trace` and everything else that was printed. */
  readonly messages: readonly string[]
}

interface Message {
  readonly action?: string
  readonly level?: number
  readonly msg?: string
  readonly raw_msg?: string
  readonly file?: string | null
  readonly line?: number | null
  readonly column?: number | null
  readonly trace?: readonly Message[]
}

/** Parses the whole log. Lines that are no messages (old versions print some errors plainly) are kept as they are. */
export const readLog = (stderr: string): NixLog => {
  const warnings: string[] = []
  const notices: string[] = []
  const messages: string[] = []
  const plain: string[] = []
  let error: EvaluationError | undefined
  for (const line of stderr.split('\n')) {
    if (!line.startsWith('@nix ')) {
      if (line.trim() !== '') plain.push(clean(line))
      continue
    }
    const message = parse(line.slice(5))
    if (message?.action !== 'msg') continue
    if (message.raw_msg !== undefined && message.level === 0) {
      // The last error is the one that ended the run; an empty one comes before some of them.
      if (message.raw_msg !== '') error = errorOf(message)
    } else {
      const text = clean(message.msg ?? '')
      const [, evaluation, warning] = /^(evaluation )?warning: ([\s\S]*)$/.exec(text) ?? []
      if (warning !== undefined) (evaluation === undefined ? notices : warnings).push(warning)
      else if (text.trim() !== '') messages.push(text)
    }
  }
  if (error === undefined) {
    const first = plain.findIndex(line => line.startsWith('error:'))
    if (first >= 0)
      error = {
        message: plain
          .slice(first)
          .join('\n')
          .replace(/^error:\s*/, ''),
        trace: [],
      }
  }
  return { ...(error === undefined ? {} : { error }), warnings, notices, messages: [...messages, ...plain] }
}

const parse = (text: string): Message | undefined => {
  try {
    return JSON.parse(text) as Message
  } catch {
    return undefined
  }
}

const errorOf = (message: Message): EvaluationError => {
  const position = positionOf(message)
  const suggestion = /Did you mean (?:one of )?(.*)\?/.exec(clean(message.msg ?? ''))?.[1]
  const raw = clean(message.raw_msg ?? '')
  return {
    message: raw.trim(),
    ...(position === undefined ? {} : { position }),
    // Newer versions write the trace outermost first.
    trace: (message.trace ?? []).map(entryOf),
    ...(suggestion === undefined || raw.includes('Did you mean')
      ? {}
      : { suggestions: suggestion.split(/, | or /).filter(name => name !== '') }),
  }
}

const entryOf = (message: Message): TraceEntry => {
  const position = positionOf(message)
  return { message: clean(message.raw_msg ?? ''), ...(position === undefined ? {} : { position }) }
}

const positionOf = ({ file, line, column }: Message): Position | undefined => {
  if (typeof file !== 'string' || !file.startsWith('/') || typeof line !== 'number' || line < 1)
    return undefined
  // Some versions (2.26 among them) have the line and the column in the file's name as well.
  return { file: file.replace(new RegExp(`:${line}:${column}$`), ''), line, column: column ?? 1 }
}

/** Without the colours that Nix puts into messages. */
const clean = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, '')
