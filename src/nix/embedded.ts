/**
 * The engine `embedded`: our own evaluator, in this process. It needs no Nix on the machine and starts no program.
 *
 * JavaScript's stack holds a few thousand nested Nix calls. An evaluation that needs more is run again, from the start,
 * in a worker thread with a stack of its own that holds Nix' own limit of 10,000 calls and more.
 */
import { failure } from '../contracts/diagnostic.js'
import type { RunRequest } from './eval/request.js'
import type { SourceOf } from './eval/session.js'
import { isStackExhausted, type RunResult, type RunSettings, runStrictly } from './eval/strict-run.js'
import type { Evaluate, EvaluateRequest, Json } from './evaluate.js'
import { runInThread, type WorkerTask } from './evaluation-thread.js'
import { fromBytes } from './syntax/bytes.js'

export interface EmbeddedOptions {
  /** As `--pure-eval`: no environment, no time, no search path, no file outside of `allowedRoots`. */
  readonly pure?: boolean
  /** Absolute paths below which files may be read. Without it all may be (none, if pure). */
  readonly allowedRoots?: readonly string[]
  /** Nix' name of the machine, as x86_64-linux; by default of this one. */
  readonly system?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Folders whose files are libraries: errors point at the user's code instead. */
  readonly libraries?: readonly string[]
  /** Where `builtins.trace` and `builtins.warn` write; by default standard error. */
  readonly print?: (line: string) => void
}

export interface EmbeddedResult {
  readonly json: Json
  /**
   * There is no store: paths in it were computed, nothing was copied or built. Each store path that evaluation met,
   * with the file, folder, text or derivation that it stands for.
   */
  readonly sources: ReadonlyMap<string, SourceOf>
  /** What the strings in the value refer to: a store path, `!output!….drv` or `=….drv`. */
  readonly context: readonly string[]
}

const architectures: Readonly<Record<string, string>> = {
  x64: 'x86_64',
  arm64: 'aarch64',
  ia32: 'i686',
  arm: 'armv7l',
}

/** Nix' name of this machine. */
export const hostSystem = (): string => `${architectures[process.arch] ?? process.arch}-${process.platform}`

/**
 * Evaluates `request.attribute` of `request.file` strictly: the same JSON as the engine `nix` gives, and what the store
 * paths in it stand for.
 *
 * @throws TerraneError with Nix' message, the place, the trace and what may have been meant
 */
export const evaluateEmbedded = async (
  request: EvaluateRequest,
  options: EmbeddedOptions = {},
): Promise<EmbeddedResult> => {
  const { file, attribute, strings, expressions, searchPath, cwd, showTrace } = request
  const { data, sources, context } = await runEmbedded(
    {
      root: { file },
      format: 'data',
      withHelpers: request.takesHelpers ?? false,
      attribute,
      strings,
      expressions,
      searchPath,
      cwd,
      ...(showTrace === undefined ? {} : { showTrace }),
    },
    { ...options, libraries: [...(options.libraries ?? []), ...(request.foreign ?? [])] },
    request.signal,
  )
  return { json: data, sources, context }
}

/** As `evaluateEmbedded`, for a file or an expression and in any format: what `nix-instantiate --eval --strict` prints. */
export const runEmbedded = async (
  request: RunRequest,
  options: EmbeddedOptions = {},
  signal?: AbortSignal,
): Promise<RunResult> => {
  signal?.throwIfAborted()
  const print = options.print ?? (line => process.stderr.write(`${line}\n`))
  return runHereOrDeeper({ request, settings: settingsOf(options) }, print, signal)
}

export interface Bounds {
  readonly milliseconds: number
  readonly signal?: AbortSignal
}

/** The same for all: what comes one after the other can share a thread. */
const boundedMegabytes = 2048

/** As `runEmbedded`, in a thread that is given up at a bound of time or memory; then too it throws a TerraneError. Prints nothing. */
export const runBounded = async (
  request: RunRequest,
  options: EmbeddedOptions,
  { milliseconds, signal }: Bounds,
): Promise<RunResult> => {
  const givenUp = new AbortController()
  const give = () => givenUp.abort(failure('nix-evaluation', 'evaluation takes too long'))
  const timer = setTimeout(give, milliseconds)
  signal?.addEventListener('abort', give)
  try {
    return await runInThread(
      { request, settings: settingsOf(options) },
      () => {},
      givenUp.signal,
      boundedMegabytes,
    )
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', give)
  }
}

const settingsOf = (options: EmbeddedOptions): RunSettings => ({
  pure: options.pure ?? false,
  allowedRoots: options.allowedRoots,
  system: options.system ?? hostSystem(),
  env: options.env ?? process.env,
  now: Math.floor(Date.now() / 1000),
  libraries: options.libraries ?? [],
})

export interface EmbeddedEngine {
  readonly evaluate: Evaluate
  /**
   * What a store path stands for that an evaluation of this engine met; undefined for any other. A text has one character
   * for each byte.
   */
  readonly source: (storePath: string) => SourceOf | undefined
}

/** The engine for several evaluations: it remembers what the store paths in their results stand for. */
export const embeddedEngine = (options: EmbeddedOptions = {}): EmbeddedEngine => {
  const known = new Map<string, SourceOf>()
  return {
    evaluate: async request => {
      const { json, sources } = await evaluateEmbedded(request, options)
      for (const [path, source] of sources) known.set(path, source)
      return json
    },
    source: path => {
      const source = known.get(path)
      return source?.kind === 'path' ? withTextPath(source) : source
    },
  }
}

/** The evaluator's paths are bytes. */
const withTextPath = ({ path, kept }: SourceOf & { readonly kind: 'path' }): SourceOf => ({
  kind: 'path',
  path: fromBytes(path),
  ...(kept === undefined ? {} : { kept: new Set([...kept].map(fromBytes)) }),
})

const runHereOrDeeper = async (
  { request, settings }: WorkerTask,
  print: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<RunResult> => {
  let printed = 0
  try {
    return runStrictly(request, settings, line => {
      printed++
      print(line)
    })
  } catch (error) {
    if (!isStackExhausted(error)) throw error
    // Evaluation is deterministic: what was printed already comes first again.
    let skip = printed
    const printRest = (line: string) => {
      if (skip > 0) skip--
      else print(line)
    }
    return inData(request, await runInThread({ request: asText(request), settings }, printRest, signal))
  }
}

/** What needed so deep a stack may be too deep to be handed from thread to thread as it is. */
const asText = (request: RunRequest): RunRequest =>
  request.format === 'data' ? { ...request, format: 'json' } : request

const inData = ({ format }: RunRequest, result: RunResult): RunResult =>
  format === 'data' ? { ...result, text: '', data: JSON.parse(result.text) as Json } : result
