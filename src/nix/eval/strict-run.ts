/** One whole evaluation, from a request to JSON. Synchronous: it runs in this thread or in a worker. */
import { homedir } from 'node:os'
import { failure, type TerraneError } from '../../contracts/diagnostic.js'
import type { Json } from '../evaluate.js'
import { fromBytes, toBytes } from '../syntax/bytes.js'
import { attrsFromMap } from './attrs.js'
import { autoCall } from './auto-call.js'
import { calls } from './call.js'
import { coerce } from './coerce.js'
import { definitionsBuiltin } from './definitions/builtin.js'
import { eachOutcome } from './each-outcome.js'
import { createEvaluator } from './evaluator.js'
import { asNixError, type NixError } from './failure.js'
import { maxCallDepth } from './limits.js'
import { isPlainBuiltin } from './plain-data.js'
import { printValue } from './print.js'
import { reportError } from './report.js'
import { argumentName, type RunRequest, textsOf } from './request.js'
import { parseSearchPath, splitNixPath } from './search-path.js'
import { selectPath } from './selection-path.js'
import type { Session, SourceOf } from './session.js'
import { storedTrees } from './stored-trees.js'
import { ContextSet } from './strings.js'
import { toData } from './to-data.js'
import { toJson } from './to-json.js'
import { toXml } from './to-xml.js'
import { type Slot, Thunk, type Value } from './values.js'

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

export interface RunResult {
  /** The value as text; nothing with the format `data`. */
  readonly text: string
  /** With the format `data`, the value; else null. */
  readonly data: Json
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

const write = (
  session: Session,
  value: Value,
  context: ContextSet,
  { format, lazy, locations }: RunRequest,
  report: (error: NixError) => TerraneError,
): string => {
  if (format === 'each') return fromBytes(eachOutcome(session, value, context, report))
  if (format === 'json') return fromBytes(toJson(session, value, context))
  if (format === 'raw') return fromBytes(coerce(session, value, context, { copy: true }))
  if (format === 'nix') return printValue(value, !lazy)
  return fromBytes(toXml(value, context, { strict: !lazy, positions: locations ?? false }))
}

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
      trees: pure ? undefined : storedTrees(env),
      ...(request.catchAll ? { catchAll: true } : {}),
    },
    settings.allowedRoots?.map(toBytes),
  )
  const report = (error: NixError): TerraneError =>
    reportError(error, {
      showTrace: request.showTrace ?? false,
      foreign: ['/nix/store', ...settings.libraries],
      files: evaluator.session.files,
      texts: textsOf(request),
    })
  calls.depth = 0
  calls.limit = request.maxCallDepth ?? maxCallDepth
  try {
    const args = new Map<string, Slot>()
    for (const [name, text] of Object.entries(request.strings)) args.set(toBytes(name), toBytes(text))
    for (const [name, text] of Object.entries(request.expressions)) {
      const evaluate = () =>
        evaluator.evaluateText(toBytes(text), toBytes(request.cwd), toBytes(argumentName(name)))
      args.set(toBytes(name), new Thunk(evaluate, undefined))
    }
    if (request.withHelpers) {
      args.set('isPlain', isPlainBuiltin)
      args.set('definitionsOf', definitionsBuiltin(evaluator.session))
    }
    const { root: from, cwd } = request
    const root =
      'file' in from
        ? evaluator.evaluateFile(toBytes(from.file))
        : evaluator.evaluateText(
            toBytes(from.expression),
            toBytes(cwd),
            from.name === undefined ? undefined : toBytes(from.name),
          )
    const given = attrsFromMap(args)
    const selected = selectPath(root, toBytes(request.attribute), given)
    // A function is a value like any other, unless somebody gave it arguments.
    const value = args.size === 0 ? selected : autoCall(selected, given)
    const context = new ContextSet()
    const { session } = evaluator
    const isData = request.format === 'data'
    const data = isData ? toData(session, value, context) : null
    const text = isData ? '' : write(session, value, context, request, report)
    return { text, data, sources: session.sources, context: [...context] }
  } catch (error) {
    if (error instanceof RangeError && !isStackExhausted(error)) throw tooLarge(error)
    const nixError = asNixError(error)
    if (nixError === undefined) throw error
    throw report(nixError)
  }
}
