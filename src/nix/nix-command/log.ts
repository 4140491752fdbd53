/** Reads what `nix --log-format internal-json` writes to standard error: one JSON object a line, after `@nix `. */
import type { EvaluationError, TraceEntry } from '../trace.js'
import { readPosition, type TextAccess, type ToldPosition } from './positions.js'

export interface NixLog {
  readonly error?: EvaluationError
  /** What the modules warn of (`builtins.warn`). */
  readonly warnings: readonly string[]
  /** What Nix itself warns of: a dirty checkout, an unknown setting. */
  readonly notices: readonly string[]
  /** `builtins.trace` and everything else that was printed. */
  readonly messages: readonly string[]
}

interface Message extends ToldPosition {
  readonly action?: string
  readonly level?: number
  readonly msg?: string
  readonly raw_msg?: string
  readonly trace?: readonly Message[]
}

/** Parses the whole log. `access` is for the places in it. Lines that are no messages (old versions print some errors plainly) are kept as they are. */
export const readLog = (stderr: string, access: TextAccess): NixLog => {
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
      if (message.raw_msg !== '') error = errorOf(message, access)
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

const errorOf = (message: Message, access: TextAccess): EvaluationError => {
  const position = readPosition(message, access)
  const suggestion = /Did you mean (?:one of )?(.*)\?/.exec(clean(message.msg ?? ''))?.[1]
  const raw = clean(message.raw_msg ?? '')
  return {
    message: withoutAdvice(raw).trim(),
    ...(position === undefined ? {} : { position }),
    // Newer versions write the trace outermost first.
    trace: (message.trace ?? []).map(entry => entryOf(entry, access)),
    ...(suggestion === undefined || raw.includes('Did you mean')
      ? {}
      : { suggestions: suggestion.split(/, | or /).filter(name => name !== '') }),
  }
}

/** Nix explains its own command line here. */
const withoutAdvice = (message: string): string =>
  message.replace(/\n+Nix attempted to evaluate a function as a top level expression;[\s\S]*$/, '')

const entryOf = (message: Message, access: TextAccess): TraceEntry => {
  const position = readPosition(message, access)
  return { message: clean(message.raw_msg ?? ''), ...(position === undefined ? {} : { position }) }
}

/** Without the colours that Nix puts into messages. */
const clean = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, '')
