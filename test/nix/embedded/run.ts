/** The embedded evaluator as the harness runs it: anything but a TerraneError that comes out is a crash. */
import { TerraneError } from '../../../src/contracts/diagnostic.js'
import * as engine from '../../../src/nix/embedded.js'
import { SyntaxFailure } from '../../../src/nix/syntax/failure.js'
import { parse } from '../../../src/nix/syntax/parse.js'
import { Source } from '../../../src/nix/syntax/source.js'

export type Run =
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'failure'; readonly message: string }
  | { readonly kind: 'crash'; readonly stack: string }

export interface EmbeddedRequest {
  readonly root: { readonly file: string } | { readonly expression: string }
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

/** The names that stand without `builtins.`, and any other builtin with underscores before it. */
const globals = new Set(
  'true false null builtins abort baseNameOf break derivation derivationStrict dirOf fetchGit fetchMercurial fetchTarball fetchTree fromTOML import isNull map placeholder removeAttrs scopedImport throw toString'.split(
    ' ',
  ),
)

/** Parses bytes (one character each) and resolves the names in them. */
export const parseOnly = (bytes: string, name: string): Run => {
  try {
    parse(new Source(Buffer.from(name).toString('latin1'), bytes, '/', false), {
      globals: { has: word => globals.has(word) || word.startsWith('__') },
      home: '/home',
    })
    return { kind: 'value', text: '' }
  } catch (error) {
    if (error instanceof SyntaxFailure) return { kind: 'failure', message: error.message }
    return outcomeOf(error)
  }
}

/** Evaluates strictly and prints. */
export const runEmbedded = async (request: EmbeddedRequest): Promise<Run> => {
  const { pure = false, environment = {}, ...rest } = request
  try {
    const { text } = await engine.runEmbedded(
      { attribute: '', strings: {}, expressions: {}, searchPath: [], ...rest },
      { pure, env: { HOME: '/home', ...environment }, system: 'x86_64-linux', print: () => {} },
    )
    return { kind: 'value', text }
  } catch (error) {
    return outcomeOf(error)
  }
}

const outcomeOf = (error: unknown): Run =>
  error instanceof TerraneError
    ? { kind: 'failure', message: error.message }
    : { kind: 'crash', stack: error instanceof Error ? (error.stack ?? String(error)) : String(error) }
