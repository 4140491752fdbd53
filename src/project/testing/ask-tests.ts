/**
 * Has an engine evaluate all tests of some files at once. Nix stops at the first error that it can't catch: the test that
 * it was in, which the trace names, is left out of the next attempt. So a run costs one evaluation, and two for each test
 * that does not evaluate.
 */
import { type Diagnostic, TerraneError, type Texts } from '../../contracts/diagnostic.js'
import type { EvaluateRequest, Json } from '../../nix/evaluate.js'
import { ask, explained, lookingTwice } from '../ask.js'
import type { CompileOptions } from '../compile-options.js'
import type { Engine } from '../engine.js'
import { runtimeRequest } from '../request.js'
import { asking, baseOf, type RunAnswer, type RunKey, type TestsAsked, variantOf } from './nix-request.js'
import type { TestName } from './result.js'

export interface Answered {
  readonly runs: readonly RunAnswer[]
  /** Why a test could not be evaluated, or a file not be loaded (`path` is empty). */
  readonly errors: readonly TestError[]
  /** What was asked in the end. */
  readonly asked: TestsAsked
}

export interface TestError {
  readonly name: TestName
  readonly diagnostics: readonly Diagnostic[]
  readonly texts: Texts
}

/** Each attempt costs an evaluation: a run with more failures than that has another problem. */
const mostAttempts = 200

/** Throws what goes wrong outside of any test: the flake that can't be read, the program that is missing. */
export const askTests = async (
  engine: Engine,
  options: CompileOptions,
  first: TestsAsked,
): Promise<Answered> => {
  const errors: TestError[] = []
  let asked = first
  for (let attempt = 0; ; attempt++) {
    if (asked.files.length === 0) return { runs: [], errors, asked }
    const request = runtimeRequest(asking(options, asked), 'tests')
    try {
      const runs = (await engine.evaluate(request)) as unknown as readonly RunAnswer[]
      return { runs, errors, asked }
    } catch (thrown) {
      if (!(thrown instanceof TerraneError)) throw thrown
      const error = await withContext(thrown, engine, request)
      const next = withoutCulprit(asked, error)
      if (next === undefined || attempt === mostAttempts)
        throw await explained(error, engine, asking(options, asked))
      const { culprit } = next
      const trouble =
        culprit === undefined || errors.some(({ name }) => sameRun(name, culprit))
          ? undefined
          : await projectTrouble(culprit, asked, engine, options)
      if (culprit !== undefined && trouble !== undefined) {
        // What its tests say is of no interest, and to ask each of them would take long.
        errors.push({ name: { ...culprit, path: [] }, ...trouble })
        asked = without(asked, culprit)
      } else {
        if (culprit !== undefined) errors.push(await reasonOf(culprit, asked, error, engine, options))
        asked = next.asked
      }
    }
  }
}

/** A stack overflow leaves old versions of Nix no trace: the embedded engine knows where it was. */
const withContext = async (
  error: TerraneError,
  engine: Engine,
  request: EvaluateRequest,
): Promise<TerraneError> => {
  if (error.diagnostics[0].within !== undefined || engine.name === 'embedded') return error
  try {
    await lookingTwice(engine, request)
  } catch (again) {
    if (again instanceof TerraneError) return again
  }
  return error
}

interface Next {
  readonly asked: TestsAsked
  /** Not of a project that does not compile: who makes its document finds out why. */
  readonly culprit?: TestName
}

const withoutCulprit = (asked: TestsAsked, error: TerraneError): Next | undefined => {
  const [, what, text] = /^while (\w+ the \w+) (\{.*\})/.exec(error.diagnostics[0].within ?? '') ?? []
  if (text === undefined) return undefined
  const { file, entry, path = [] } = JSON.parse(text) as RunKey & { readonly path?: readonly string[] }
  const key = { file, entry }
  const known = (list: readonly RunKey[]) => list.some(one => sameRun(one, key))
  if (what === 'compiling the entry')
    return known(asked.broken) ? undefined : { asked: { ...asked, broken: [...asked.broken, key] } }
  if (what === 'loading the tests') {
    if (known(asked.unloadable)) return undefined
    return { culprit: { ...key, path: [] }, asked: without(asked, key) }
  }
  const culprit = { ...key, path }
  return { culprit, asked: { ...asked, failed: [...asked.failed, culprit] } }
}

const sameRun = (one: RunKey, other: RunKey): boolean => one.file === other.file && one.entry === other.entry

const without = (asked: TestsAsked, { file, entry }: RunKey): TestsAsked => ({
  ...asked,
  files: entry === null ? asked.files.filter(({ path }) => path !== file) : asked.files,
  unloadable: [...asked.unloadable, { file, entry }],
})

/** Why the project of a run does not evaluate, where it doesn't. */
const projectTrouble = async (
  { file, entry, path }: TestName,
  asked: TestsAsked,
  engine: Engine,
  options: CompileOptions,
): Promise<Omit<TestError, 'name'> | undefined> => {
  // A file that can't be loaded can't say which projects it is for.
  if (path.length === 0) return undefined
  const error = await failureOf(engine, baseOf(options, asked, { file, entry }), 'definitions')
  if (error === undefined) return undefined
  const [first, ...rest] = error.diagnostics.map(withoutContext)
  const note = 'the project does not compile, so that its tests were not run'
  return { diagnostics: [{ ...first!, notes: [...(first!.notes ?? []), note] }, ...rest], texts: error.texts }
}

/**
 * Why it failed. Old versions of Nix don't say where a `throw` stands: then the one test is asked for once more, so that the
 * embedded engine can say it.
 */
const reasonOf = async (
  name: TestName,
  asked: TestsAsked,
  error: TerraneError,
  engine: Engine,
  options: CompileOptions,
): Promise<TestError> => {
  const isClear = engine.name === 'embedded' || error.diagnostics[0].labels.length > 0
  const told =
    isClear || name.path.length === 0
      ? undefined
      : await failureOf(engine, variantOf(options, asked, name), 'tests')
  const { diagnostics, texts } = told ?? (await explained(error, engine, asking(options, asked)))
  return { name, diagnostics: diagnostics.map(withoutContext), texts }
}

/** What a query fails with, explained; undefined where it does not fail. */
export const failureOf = async (
  engine: Engine,
  options: CompileOptions,
  query: 'tests' | 'definitions' | 'value',
): Promise<TerraneError | undefined> => {
  try {
    await ask(engine, options, runtimeRequest(options, query))
    return undefined
  } catch (error) {
    if (error instanceof TerraneError) return error
    throw error
  }
}

const withoutContext = ({ within: _, ...diagnostic }: Diagnostic): Diagnostic => diagnostic

/** The JSON of a query about one test. Throws what its evaluation throws, explained. */
export const askAbout = async (
  engine: Engine,
  options: CompileOptions,
  query: 'definitions' | 'value',
): Promise<Json> => await ask(engine, options, runtimeRequest(options, query))
