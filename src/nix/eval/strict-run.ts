/** One whole evaluation, from a request to JSON. Synchronous: it runs in this thread or in a worker. */
import { homedir } from 'node:os'
import { failure } from '../../contracts/diagnostic.js'
import type { EvaluateRequest } from '../evaluate.js'
import { fromBytes, toBytes } from '../syntax/bytes.js'
import { attrsFromMap } from './attrs.js'
import { selectPath } from './auto-call.js'
import { calls } from './call.js'
import { createEvaluator } from './evaluator.js'
import { asNixError } from './failure.js'
import { reportError } from './report.js'
import { parseSearchPath, splitNixPath } from './search-path.js'
import type { SourceOf } from './session.js'
import { ContextSet } from './strings.js'
import { toJson } from './to-json.js'
import { type Slot, Thunk } from './values.js'

export interface RunSettings {
  readonly pure: boolean
  /** Absolute paths below which files may be read; undefined for all. */
  readonly allowedRoots?: readonly string[] | undefined
  readonly system: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Seconds since 1970. */
  readonly now: number
  /** Folders of libraries: the trace in errors leaves their calls out. */
  readonly libraries: readonly string[]
}

export type RunRequest = Pick<
  EvaluateRequest,
  'file' | 'attribute' | 'strings' | 'expressions' | 'searchPath' | 'cwd' | 'showTrace'
>

export interface RunResult {
  /** The value as JSON text. */
  readonly json: string
  /** What each store path in the value, or met on the way, stands for. */
  readonly sources: ReadonlyMap<string, SourceOf>
  /** The context of the strings in the value: what `builtins.getContext` would tell from. */
  readonly context: readonly string[]
}

/** Whether JavaScript's stack ran out: with a larger one the same evaluation may end well. */
export const isStackExhausted = (error: unknown): boolean =>
  error instanceof RangeError && /call stack/.test(error.message)

const tooLarge = (error: RangeError) =>
  failure('nix-evaluation', `a string or list is larger than this evaluator can hold (${error.message})`)

/** Evaluates strictly. Throws a TerraneError, or a RangeError where this thread's stack is too small. */
export const runStrictly = (
  request: RunRequest,
  settings: RunSettings,
  print: (line: string) => void,
): RunResult => {
  const { pure, env } = settings
  const nixPath = pure ? [] : splitNixPath(env.NIX_PATH ?? '')
  const evaluator = createEvaluator(
    {
      pure,
      system: settings.system,
      searchPath: pure ? [] : parseSearchPath([...request.searchPath, ...nixPath], request.cwd),
      env,
      home: pure ? undefined : toBytes(env.HOME ?? homedir()),
      now: settings.now,
      print,
    },
    settings.allowedRoots?.map(toBytes),
  )
  calls.depth = 0
  try {
    const args = new Map<string, Slot>()
    for (const [name, text] of Object.entries(request.strings)) args.set(toBytes(name), toBytes(text))
    for (const [name, text] of Object.entries(request.expressions)) {
      const evaluate = () => evaluator.evaluateText(toBytes(text), toBytes(request.cwd), `<--arg ${name}>`)
      args.set(toBytes(name), new Thunk(evaluate, undefined))
    }
    const path = request.attribute === '' ? [] : request.attribute.split('.').map(toBytes)
    const root = evaluator.evaluateFile(toBytes(request.file))
    const value = selectPath(root, path, attrsFromMap(args))
    const context = new ContextSet()
    const json = toJson(evaluator.session, value, context)
    return { json: fromBytes(json), sources: evaluator.session.sources, context: [...context] }
  } catch (error) {
    if (error instanceof RangeError && !isStackExhausted(error)) throw tooLarge(error)
    const nixError = asNixError(error)
    if (nixError === undefined) throw error
    throw reportError(nixError, {
      showTrace: request.showTrace ?? false,
      isUserFile: file =>
        !file.startsWith('/nix/store/') && !settings.libraries.some(folder => file.startsWith(`${folder}/`)),
    })
  }
}
