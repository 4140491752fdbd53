/** Test files written in Nix: asks for all of them at once, and judges what comes. */
import { TerraneError } from '../../contracts/diagnostic.js'
import type { DefinitionsDocument } from '../../modules/definitions.js'
import type { CompileOptions } from '../compile-options.js'
import type { Engine } from '../engine.js'
import { resolveEntries } from '../entry.js'
import { makeDocument } from '../make-document.js'
import { workFolderOf } from '../work-folder.js'
import { askAbout, askTests, failureOf, type TestError } from './ask-tests.js'
import { checkFailures, notFailed, thrown, unexpectedFailure } from './judge.js'
import { type RunAnswer, type TestAnswer, type TestsAsked, variantOf } from './nix-request.js'
import { failed, passed, type TestFailure, type TestName, type TestResult } from './result.js'
import type { TakeSnapshot } from './take-snapshot.js'

export interface NixTests {
  readonly files: TestsAsked['files']
  readonly ownEntries: boolean
  /** Part of the names of the tests that are wanted. */
  readonly name: string | null
  readonly take: TakeSnapshot
}

/** Runs them against the project of `options`. Throws what goes wrong outside of any test. */
export const runNixTests = async (
  tests: NixTests,
  engine: Engine,
  options: CompileOptions,
): Promise<readonly TestResult[]> => {
  const { runs, errors, asked } = await askTests(engine, options, {
    files: tests.files,
    ownEntries: tests.ownEntries,
    name: tests.name,
    failed: [],
    broken: [],
    unloadable: [],
    only: null,
  })
  const results: TestResult[] = errors
    .filter(({ name }) => name.path.length === 0)
    .map(error => failed(error.name, [thrown(error)]))
  for (const run of runs)
    results.push(
      ...(run.reference === null
        ? await judgeRun(run, { asked, errors, tests, engine, options })
        : await runReference(run, run.reference, tests, engine, options)),
    )
  return results
}

/** A project that a file names as an output of a flake. */
const runReference = async (
  { file, entry }: RunAnswer,
  reference: string,
  tests: NixTests,
  engine: Engine,
  options: CompileOptions,
): Promise<readonly TestResult[]> => {
  const name = { file, entry, path: [] }
  try {
    const folder = file.slice(0, file.lastIndexOf('/'))
    const entries = resolveEntries([reference], folder)
    const workFolder = workFolderOf(entries, undefined, folder).path
    const there = { ...tests, files: [{ path: file, entry }], ownEntries: false }
    return await runNixTests(there, engine, { ...options, entries, workFolder })
  } catch (error) {
    if (!(error instanceof TerraneError)) throw error
    return [failed(name, [thrown({ name, diagnostics: error.diagnostics, texts: error.texts })])]
  }
}

interface Run {
  readonly asked: TestsAsked
  readonly errors: readonly TestError[]
  readonly tests: NixTests
  readonly engine: Engine
  readonly options: CompileOptions
}

const judgeRun = async (answer: RunAnswer, run: Run): Promise<readonly TestResult[]> => {
  const trouble = await entryTrouble(answer, run)
  const results: TestResult[] = []
  let told = false
  for (const test of inFileOrder(answer)) {
    const name = { file: answer.file, entry: answer.entry, path: test.path }
    if (trouble !== undefined && needsEntry(test)) {
      // Once at full length is enough.
      results.push(failed(name, told ? [entryDoesNotCompile(test)] : [entryDoesNotCompile(test), ...trouble]))
      told = true
    } else results.push(await judgeTest(name, test, run))
  }
  return results
}

/** As they are written; what a function has made has no place, and comes last, in the order of its names. */
const inFileOrder = ({ file, tests }: RunAnswer): readonly TestAnswer[] => {
  const place = ({ position }: TestAnswer) =>
    position?.file === file ? position : { line: Number.POSITIVE_INFINITY, column: 0 }
  return tests.toSorted((one, other) => {
    const [a, b] = [place(one), place(other)]
    return a.line === b.line ? a.column - b.column : a.line - b.line
  })
}

const needsEntry = (test: TestAnswer): boolean =>
  test.kind === 'broken' || (test.kind === 'checked' && test.definitions === null)

const entryDoesNotCompile = ({ position }: TestAnswer): TestFailure => ({
  diagnostic: {
    code: 'test-failed',
    severity: 'error',
    message: 'the project does not compile, so that its tests say nothing',
    labels: position === null ? [] : [{ position }],
  },
})

/** Why the project of a run does not compile; undefined where it does, or no test needs it. */
const entryTrouble = async (answer: RunAnswer, run: Run): Promise<readonly TestFailure[] | undefined> => {
  const needing = answer.tests.find(needsEntry)
  if (needing === undefined) return undefined
  const name = { file: answer.file, entry: answer.entry, path: needing.path }
  return await compileTrouble(name, answer.definitions, run)
}

/** Why a test's project does not compile, or undefined; definitions that are not there yet are asked for. */
const compileTrouble = async (
  name: TestName,
  known: DefinitionsDocument | null,
  { asked, engine, options }: Run,
): Promise<readonly TestFailure[] | undefined> => {
  const variant = variantOf(options, { ...asked, broken: [] }, name)
  try {
    const definitions = known ?? ((await askAbout(engine, variant, 'definitions')) as never)
    await makeDocument(definitions, variant, engine)
    return undefined
  } catch (error) {
    if (!(error instanceof TerraneError)) throw error
    return error.diagnostics.map(diagnostic => ({ diagnostic, texts: error.texts }))
  }
}

const judgeTest = async (name: TestName, test: TestAnswer, run: Run): Promise<TestResult> => {
  switch (test.kind) {
    case 'failed':
    case 'broken': {
      const error = run.errors.find(({ name: { file, entry, path } }) =>
        sameName({ file, entry, path }, name),
      )
      return failed(name, error === undefined ? [] : [thrown(error, test.position)])
    }
    case 'skipped':
      return {
        ...name,
        status: 'skipped',
        failures: [],
        ...(test.reason === null ? {} : { reason: test.reason }),
      }
    case 'fails':
      return await judgeFailing(name, test, run)
    case 'checked': {
      const trouble =
        test.definitions === null ? undefined : await compileTrouble(name, test.definitions, run)
      const failures = [...(trouble ?? []), ...checkFailures(test, test.position, name, run.tests.take)]
      return failures.length === 0 ? passed(name) : failed(name, failures)
    }
  }
}

const sameName = (one: TestName, other: TestName): boolean =>
  one.file === other.file && one.entry === other.entry && one.path.join('\0') === other.path.join('\0')

const judgeFailing = async (
  name: TestName,
  test: TestAnswer & { readonly kind: 'fails' },
  run: Run,
): Promise<TestResult> => {
  const trouble = test.ofExpression ? await valueTrouble(name, run) : await compileTrouble(name, null, run)
  if (trouble === undefined) return failed(name, [notFailed(test)])
  const failure = unexpectedFailure(test, trouble)
  return failure === undefined ? passed(name) : failed(name, [failure, ...trouble])
}

const valueTrouble = async (
  name: TestName,
  { asked, engine, options }: Run,
): Promise<readonly TestFailure[] | undefined> => {
  const error = await failureOf(engine, variantOf(options, asked, name), 'value')
  return error?.diagnostics.map(diagnostic => ({ diagnostic, texts: error.texts }))
}
