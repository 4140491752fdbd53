/**
 * Nix stops at the first error. After a failure this has the module system look at everything else (nix/problems.nix),
 * and gives all errors that are independent of each other, each with its own message and place. A compile that succeeds
 * never comes here.
 */
import type { DiagnosticCode } from '../contracts/codes.js'
import type { Diagnostic } from '../contracts/diagnostic.js'
import { TerraneError } from '../contracts/diagnostic.js'
import { stopwatch } from '../contracts/stopwatch.js'
import type { DefinitionsDocument, FailedAssertion } from '../modules/definitions.js'
import { mergeDocument } from '../modules/merge.js'
import type { EvaluateRequest, Json } from '../nix/evaluate.js'
import { diagnosticOfMessage } from '../nix/evaluation-error.js'
import { readIfPossible } from '../nix/nix-command/read-text.js'
import { pathComponents } from '../nix/option-chain.js'
import { ask } from './ask.js'
import type { CompileOptions } from './compile-options.js'
import { chooseEngine, type Engine } from './engine.js'
import { explain, explainProblems } from './explain.js'
import { type Examination, type Query, runtimeRequest } from './request.js'

/** What nix/problems.nix says of one. */
interface Problem {
  readonly key: string
  readonly path: readonly (string | number)[]
  /** Whether the document needs it: else its value may be missing or fail, and nobody need ever know. */
  readonly isRead: boolean
  /** Where it is known without the error itself. */
  readonly message: string | null
}

interface Examined {
  readonly engine: Engine
  readonly options: CompileOptions
  /** Milliseconds for asking more; not above 0: no more. */
  readonly timeLeft: () => number
}

/** An examination may take this much longer than the evaluation that failed, and a bit. */
const patience = 12
const leastSeconds = 8
const mostProblems = 40
const mostSkipped = 12
const atOnce = 3

/**
 * The error with all others of the same project after it, in the order of the files. `seconds`: how long the evaluation
 * took. Never fails: what can't be found out is left out.
 */
export const withAllErrors = async (
  error: TerraneError,
  engine: Engine,
  options: CompileOptions,
  seconds: number,
): Promise<TerraneError> => {
  if (!mayHaveCompany(error.diagnostics[0])) return error
  const clock = stopwatch()
  const limit = leastSeconds + patience * seconds
  const timeLeft = () => (options.signal?.aborted ? 0 : 1000 * (limit - clock()))
  for (const examiner of await examiners(engine, options))
    try {
      const further = await furtherErrors({ engine: examiner, options, timeLeft })
      const [first, ...rest] = distinct([...error.diagnostics, ...further])
      // An engine that does not see what the other stumbled over has not looked at the same thing.
      if (examiner === engine || rest.length < distinct(further).length)
        return new TerraneError([first!, ...rest.toSorted(byPlace)], { cause: error, texts: error.texts })
    } catch (failed) {
      if (!(failed instanceof TerraneError)) throw failed
      // It goes wrong before there is anything to look at.
      if (failed.diagnostics[0].message === error.diagnostics[0].message) return error
    }
  return error
}

/**
 * A real Nix is a process for each question, of which there may be dozens: the embedded engine is asked first, where it
 * can do without flakes.
 */
const examiners = async (engine: Engine, { entries }: CompileOptions): Promise<readonly Engine[]> =>
  engine.name === 'embedded' || entries.some(({ kind }) => kind === 'flake')
    ? [engine]
    : [await chooseEngine('embedded', { onMessage: () => {} }), engine]

/** After these there is nothing to look at: no module system that could say more, or no end of it. */
const alone: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>([
  'nix-syntax',
  'nix-undefined-variable',
  'nix-stack-overflow',
  'nix-build',
  'nix-unsupported',
  'nix-missing-lib-function',
])

const mayHaveCompany = ({ code }: Diagnostic): boolean =>
  (code.startsWith('module-') || code.startsWith('nix-')) && !alone.has(code)

const furtherErrors = async (examined: Examined): Promise<readonly Diagnostic[]> => {
  const { options } = examined
  const { problems, skipped } = await findProblems(examined)
  const told = await tellProblems(problems, skipped, examined)
  const without = told.filter(({ problem }) => problem.isRead).map(({ problem }) => problem.path)
  const examination = { skipped, without }
  const found = told.flatMap(({ problem, diagnostics }) => diagnostics.filter(one => counts(one, problem)))
  const failed = await query<readonly FailedAssertion[]>('failedAssertions', examination, examined)
  const { assertionDiagnostics } = await import('./failed-assertions.js')
  return [
    ...found,
    ...(await conflictsOfRest(examination, examined)),
    ...assertionDiagnostics(failed ?? [], options),
  ]
}

/** Codes that say something of a definition itself, whether anybody reads the option or not. */
const ofDefinitions: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>([
  'module-type',
  'module-unknown-option',
  'module-conflict',
  'module-null-conflict',
])

const merged: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>([
  'module-conflict',
  'module-null-conflict',
  'module-type',
])

/** Our own merge tells more of what does not go together in the document. */
const counts = ({ code, message }: Diagnostic, { isRead, path }: Problem): boolean => {
  if (!isRead) return ofDefinitions.has(code)
  const option = subjectOf(message)
  return !(merged.has(code) && option !== undefined && pathComponents(option)[0] === path[0])
}

/** What Nix can't catch stops the search: it is left out of the next. */
const findProblems = async (
  examined: Examined,
): Promise<{ readonly problems: readonly Problem[]; readonly skipped: readonly string[] }> => {
  const skipped: string[] = []
  for (;;) {
    try {
      const options = { ...examined.options, showTrace: true }
      const request = runtimeRequest(options, 'problems', { examine: { skipped, without: [] } })
      const answer = await lookOver(request, examined)
      return { problems: answer as unknown as readonly Problem[], skipped }
    } catch (error) {
      if (!(error instanceof TerraneError)) throw error
      const culprit = culpritOf(error)
      if (
        culprit === undefined ||
        skipped.includes(culprit) ||
        skipped.length >= mostSkipped ||
        examined.timeLeft() <= 0
      )
        throw error
      skipped.push(culprit)
    }
  }
}

/** This looks into what nothing has looked into before, which may have no end. */
const lookOver = async (request: EvaluateRequest, { engine, timeLeft }: Examined): Promise<Json> => {
  const milliseconds = Math.max(1, Math.floor(timeLeft()))
  const { signal, file, ...rest } = request
  if (engine.name === 'nix') {
    const end = AbortSignal.timeout(milliseconds)
    return await engine.evaluate({
      ...request,
      signal: signal === undefined ? end : AbortSignal.any([signal, end]),
    })
  }
  const { runBounded } = await import('../nix/embedded.js')
  const { text } = await runBounded(
    { ...rest, root: { file }, format: 'json' },
    { libraries: request.foreign ?? [] },
    { milliseconds, megabytes: 2048, ...(signal === undefined ? {} : { signal }) },
  )
  return JSON.parse(text)
}

/** The innermost part that was looked at; each lies in the ones around it. */
const culpritOf = (error: TerraneError): string | undefined =>
  (error.diagnostics[0].notes ?? [])
    .flatMap(note => /while looking for what is wrong in `(.*?)':?(?: \(|$)/.exec(note)?.[1] ?? [])
    .toSorted((a, b) => b.length - a.length)
    .at(0)

interface Told {
  readonly problem: Problem
  readonly diagnostics: readonly Diagnostic[]
}

/** One evaluation each, as far as there is time. What is left of them is taken to be wrong and is not told. */
const tellProblems = async (
  problems: readonly Problem[],
  skipped: readonly string[],
  examined: Examined,
): Promise<readonly Told[]> => {
  const told: Told[] = problems.map(problem => ({ problem, diagnostics: [] }))
  const waiting = spread(problems).slice(0, mostProblems)
  const work = async () => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const problem = problems[index]!
      if (problem.message === null && examined.timeLeft() <= 0) continue
      told[index] = { problem, diagnostics: await tell(problem, index, skipped, examined) }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return told
}

const tell = async (
  { message }: Problem,
  index: number,
  skipped: readonly string[],
  { engine, options }: Examined,
): Promise<readonly Diagnostic[]> => {
  if (message !== null) return [await explain(diagnosticOfMessage(message, readIfPossible), engine, options)]
  const examine: Examination = { skipped, without: [], problem: index }
  try {
    await ask(engine, options, runtimeRequest(options, 'problem', { examine }))
    return []
  } catch (error) {
    if (error instanceof TerraneError) return error.diagnostics
    throw error
  }
}

/**
 * The same missing value may be what is wrong with a hundred resources. Of those whose paths begin and end alike one is
 * looked at, then one of the next kind; the rest of each kind last.
 */
const spread = (problems: readonly Problem[]): number[] => {
  const met = new Map<string, number>()
  return problems
    .map(({ path }, index) => {
      const kind = `${path[0]} ${path[1]} ${path.at(-1)}`
      const turn = met.get(kind) ?? 0
      met.set(kind, turn + 1)
      return { index, turn }
    })
    .toSorted((a, b) => a.turn - b.turn)
    .map(({ index }) => index)
}

/** What does not go together in the document, as after a successful evaluation. */
const conflictsOfRest = async (
  examination: Examination,
  examined: Examined,
): Promise<readonly Diagnostic[]> => {
  const rest = await query<DefinitionsDocument>('remaining', examination, examined)
  if (rest === undefined) return []
  const { problems } = mergeDocument(rest)
  return problems.length === 0
    ? []
    : await explainProblems(problems, examined.engine, examined.options, examination)
}

/** Undefined where it fails after all. */
const query = async <Answer>(
  name: Query,
  examine: Examination,
  { engine, options, timeLeft }: Examined,
): Promise<Answer | undefined> => {
  if (timeLeft() <= 0) return undefined
  try {
    const answer: Json = await engine.evaluate(runtimeRequest(options, name, { examine }))
    return answer as unknown as Answer
  } catch (error) {
    if (error instanceof TerraneError) return undefined
    throw error
  }
}

const subjectOf = (message: string): string | undefined =>
  /^(?:The (?:unique )?option|A definition for option) `(.*?)['`] /.exec(message)?.[1]

/** An option has one thing wrong with it; a failure that several parts of the document share is one. */
const distinct = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => {
  const met = new Set<string>()
  return diagnostics.filter(({ code, message }) => {
    const option = subjectOf(message)
    const key = option === undefined ? `${code} ${message}` : `${code} ${option}`
    if (met.has(key)) return false
    met.add(key)
    return true
  })
}

const byPlace = (one: Diagnostic, other: Diagnostic): number => {
  const [a, b] = [one.labels[0]?.position, other.labels[0]?.position]
  if (a === undefined || b === undefined) return (a === undefined ? 1 : 0) - (b === undefined ? 1 : 0)
  return a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1
}
