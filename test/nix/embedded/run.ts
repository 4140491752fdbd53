/** The embedded evaluator as the harness runs it: anything but a TerraneError that comes out is a crash. */
import { TerraneError } from '../../../src/contracts/diagnostic.js'
import { calls } from '../../../src/nix/eval/call.js'
import { createEvaluator } from '../../../src/nix/eval/evaluator.js'
import { asNixError } from '../../../src/nix/eval/failure.js'
import { printValue } from '../../../src/nix/eval/print.js'
import { ContextSet } from '../../../src/nix/eval/strings.js'
import { toJson } from '../../../src/nix/eval/to-json.js'
import { fromBytes, toBytes } from '../../../src/nix/syntax/bytes.js'
import { SyntaxFailure } from '../../../src/nix/syntax/failure.js'
import { parse } from '../../../src/nix/syntax/parse.js'
import { Source } from '../../../src/nix/syntax/source.js'

export type Run =
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'failure'; readonly message: string }
  | { readonly kind: 'crash'; readonly stack: string }

export interface EmbeddedRequest {
  /** A file, or an expression (bytes where it is not UTF-8). */
  readonly file?: string
  readonly expression?: string | Buffer
  readonly cwd: string
  readonly format: 'nix' | 'json' | 'xml'
  readonly attribute?: string
  readonly strings?: Readonly<Record<string, string>>
  readonly expressions?: Readonly<Record<string, string>>
  readonly searchPath?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly maxCallDepth?: number
  readonly pure?: boolean
}

const bare =
  /^(__.*|true|false|null|builtins|abort|baseNameOf|break|derivation|derivationStrict|dirOf|fetchGit|fetchMercurial|fetchTarball|fetchTree|fromTOML|import|isNull|map|placeholder|removeAttrs|scopedImport|throw|toString)$/

/** Parses bytes (one character each) and resolves the names in them. */
export const parseOnly = (bytes: string, name: string): Run => {
  try {
    parse(new Source(toBytes(name), bytes, '/', false), {
      globals: { has: word => bare.test(word) },
      home: '/home',
    })
    return { kind: 'value', text: '' }
  } catch (error) {
    if (error instanceof SyntaxFailure) return { kind: 'failure', message: error.message }
    return outcomeOf(error)
  }
}

export const runEmbedded = async (request: EmbeddedRequest): Promise<Run> => {
  try {
    const evaluator = createEvaluator({
      pure: request.pure ?? false,
      system: 'x86_64-linux',
      searchPath: [],
      env: request.environment ?? {},
      home: '/home',
      now: 0,
      print: () => {},
    })
    calls.depth = 0
    const value =
      request.file === undefined
        ? evaluator.evaluateText(bytesOf(request.expression ?? ''), toBytes(request.cwd))
        : evaluator.evaluateFile(toBytes(request.file))
    const text =
      request.format === 'json'
        ? fromBytes(toJson(evaluator.session, value, new ContextSet()))
        : printValue(value, true)
    return { kind: 'value', text }
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'failure', message: 'stack overflow' }
    const nix = asNixError(error)
    return nix ? { kind: 'failure', message: nix.message } : outcomeOf(error)
  }
}

const bytesOf = (expression: string | Buffer): string =>
  typeof expression === 'string' ? toBytes(expression) : expression.toString('latin1')

const outcomeOf = (error: unknown): Run =>
  error instanceof TerraneError
    ? { kind: 'failure', message: error.message }
    : { kind: 'crash', stack: error instanceof Error ? (error.stack ?? String(error)) : String(error) }
