/**
 * Nix stops at the first error. After a failure this has the module system look at everything else, and gives all errors
 * that are independent of each other, each with its own message and place. A compile that succeeds never comes here.
 */
import type { DiagnosticCode } from '../contracts/codes.js'
import type { Diagnostic } from '../contracts/diagnostic.js'
import { TerraneError } from '../contracts/diagnostic.js'
import { stopwatch } from '../contracts/stopwatch.js'
import type { DefinitionsDocument, FailedAssertion } from '../modules/definitions.js'
import type { Json } from '../nix/evaluate.js'
import { diagnosticOfMessage } from '../nix/evaluation-error.js'
import { readIfPossible } from '../nix/nix-command/read-text.js'
import { pathComponents } from '../nix/option-chain.js'
import type { CompileOptions } from './compile-options.js'
import { chooseEngine, type Engine } from './engine.js'
import { errorsOfRest } from './errors-of-rest.js'
import { explain } from './explain.js'
import { type Examined, type Found, lookOver, type Problem } from './look-over.js'
import { type Examination, type Query, runtimeRequest } from './request.js'

/** Looking may take this much longer than the evaluation that failed, and a bit. */
const patience = 12
const leastSeconds = 10

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
  const { textErrors } = await import('./text-errors.js')
  const texts = await textErrors(error, engine, options)
  // Without the modules there is nothing else to look at.
  if (texts.length > 0) return together(error, texts)
  const clock = stopwatch()
  const limit = leastSeconds + patience * seconds
  const timeLeft = () => (options.signal?.aborted ? 0 : 1000 * (limit - clock()))
  for (const examiner of await examiners(engine, options))
    try {
      const further = await furtherErrors({ engine: examiner, options, timeLeft })
      const all = distinct([...error.diagnostics, ...further])
      // An engine that does not see what the other stumbled over has not looked at the same thing.
      if (examiner === engine || all.length <= distinct(further).length) return together(error, all.slice(1))
    } catch (failed) {
      if (!(failed instanceof TerraneError)) throw failed
      // It goes wrong before there is anything to look at.
      if (failed.diagnostics[0].message === error.diagnostics[0].message) return error
    }
  return error
}

const together = (error: TerraneError, others: readonly Diagnostic[]): TerraneError =>
  new TerraneError([error.diagnostics[0], ...others.toSorted(byPlace)], { cause: error, texts: error.texts })

/** A real Nix is a process for each question: the embedded engine is asked first, where it can do without flakes. */
const examiners = async (engine: Engine, { entries }: CompileOptions): Promise<readonly Engine[]> =>
  engine.name === 'embedded' || entries.some(({ kind }) => kind === 'flake')
    ? [engine]
    : [await chooseEngine('embedded', { onMessage: () => {} }), engine]

/** After these there is nothing to look at: no module system that could say more, or no end of it. */
const alone: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>([
  'nix-stack-overflow',
  'nix-build',
  'nix-unsupported',
  'nix-missing-lib-function',
])

const mayHaveCompany = ({ code }: Diagnostic): boolean =>
  (code.startsWith('module-') || code.startsWith('nix-')) && !alone.has(code)

const furtherErrors = async (examined: Examined): Promise<readonly Diagnostic[]> => {
  const { options } = examined
  const { found, skipped } = await lookOver(examined)
  const examination = {
    skipped,
    without: found.flatMap(({ problem }) => (problem.isRead ? [problem.path] : [])),
  }
  const told = await Promise.all(found.map(one => tell(one, examined)))
  // No document, and nobody who looks at assertions.
  if (options.alone !== undefined) return told.flat()
  const failed = await query<readonly FailedAssertion[]>('failedAssertions', examination, examined)
  const rest = await query<DefinitionsDocument>('remaining', examination, examined)
  const { assertionDiagnostics, documentPathsOf } = await import('./failed-assertions.js')
  const unsaid = {
    without: [...examination.without, ...documentPathsOf(failed ?? [])],
    told: found.flatMap(({ problem }) => (problem.isTyped ? [problem.path] : [])),
    guarded: (failed ?? []).length > 0,
  }
  return [
    ...told.flat(),
    ...(rest === undefined ? [] : await errorsOfRest(rest, examination, examined, unsaid)),
    ...assertionDiagnostics(failed ?? [], options),
  ]
}

const tell = async (
  { problem, diagnostics }: Found,
  { engine, options }: Examined,
): Promise<readonly Diagnostic[]> => {
  const known =
    problem.message === null ? diagnostics : [diagnosticOfMessage(problem.message, readIfPossible)]
  return await Promise.all(
    known.filter(one => counts(one, problem, options)).map(one => explain(one, engine, options)),
  )
}

/** Codes that say something of a definition itself, whether anybody reads the option or not. */
const ofDefinitions: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>([
  'module-type',
  'module-unknown-option',
  'module-conflict',
  'module-null-conflict',
])

/** Codes of our own merge, which tells more of what does not go together in the document. */
const ofMerge: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>([
  'module-type',
  'module-conflict',
  'module-null-conflict',
])

const counts = (
  { code, message }: Diagnostic,
  { isRead, isTyped, path }: Problem,
  { alone }: CompileOptions,
): boolean => {
  if (isTyped) return true
  if (!isRead) return ofDefinitions.has(code)
  if (alone !== undefined) return true
  const option = subjectOf(message)
  return !(ofMerge.has(code) && option !== undefined && pathComponents(option)[0] === path[0])
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

/**
 * An option has one thing wrong with it; a failure that several parts of the document share is one. The engine that failed
 * first may not know the place.
 */
const distinct = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => {
  const met = new Set<string>()
  const [first] = diagnostics
  return diagnostics.filter(one => {
    if (one !== first && one.code === first?.code && one.message === first.message) return false
    const option = subjectOf(one.message)
    const key = option === undefined ? `${one.code} ${one.message} ${placeOf(one)}` : `${one.code} ${option}`
    if (met.has(key)) return false
    met.add(key)
    return true
  })
}

const placeOf = ({ labels: [label] }: Diagnostic): string =>
  label === undefined ? '' : `${label.position.file}:${label.position.line}:${label.position.column}`

const byPlace = (one: Diagnostic, other: Diagnostic): number => {
  const [a, b] = [one.labels[0]?.position, other.labels[0]?.position]
  if (a === undefined || b === undefined) return (a === undefined ? 1 : 0) - (b === undefined ? 1 : 0)
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}
