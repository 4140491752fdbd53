/**
 * Has an engine evaluate all tests of some files at once. Nix stops at the first error that it can't catch: the test that
 * it was in, which the trace names, is left out of the next attempt. So a run costs one evaluation, and two for each test
 * that does not evaluate.
 */
import { type Diagnostic, TerraneError, type Texts } from '../../contracts/diagnostic.js'
import type { Json } from '../../nix/evaluate.js'
import { ask, explained } from '../ask.js'
import type { CompileOptions } from '../compile-options.js'
import type { Engine } from '../engine.js'
import { runtimeRequest } from '../request.js'
import { asking, type RunAnswer, type RunKey, type TestsAsked, variantOf } from './nix-request.js'
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
    try {
      // The whole trace tells where it was.
      const all = { ...asking(options, asked), showTrace: true }
      const runs = (await engine.evaluate(runtimeRequest(all, 'tests'))) as unknown as readonly RunAnswer[]
      return { runs, errors, asked }
    } catch (error) {
      if (!(error instanceof TerraneError)) throw error
      const next = withoutCulprit(asked, error)
      if (next === undefined || attempt === mostAttempts)
        throw await explained(error, engine, asking(options, asked))
      if (next.culprit !== undefined) errors.push(await reasonOf(next.culprit, asked, error, engine, options))
      asked = next.asked
    }
  }
}

interface Next {
  readonly asked: TestsAsked
  /** Not of a project that does not compile: who makes its document finds out why. */
  readonly culprit?: TestName
}

const withoutCulprit = (asked: TestsAsked, error: TerraneError): Next | undefined => {
  for (const note of error.diagnostics[0].notes ?? []) {
    const [, what, text] =
      /while (running the test|loading the tests|compiling the entry) (\{.*\})/.exec(note) ?? []
    if (text === undefined) continue
    const { file, entry, path = [] } = JSON.parse(text) as RunKey & { readonly path?: readonly string[] }
    const key = { file, entry }
    const known = (list: readonly RunKey[]) => list.some(one => one.file === file && one.entry === entry)
    if (what === 'compiling the entry')
      return known(asked.broken) ? undefined : { asked: { ...asked, broken: [...asked.broken, key] } }
    if (what === 'loading the tests') {
      if (known(asked.unloadable)) return undefined
      return {
        culprit: { ...key, path: [] },
        asked: {
          ...asked,
          files: entry === null ? asked.files.filter(one => one.path !== file) : asked.files,
          unloadable: [...asked.unloadable, key],
        },
      }
    }
    const culprit = { ...key, path }
    return { culprit, asked: { ...asked, failed: [...asked.failed, culprit] } }
  }
  return undefined
}

/** The failure as a compile would tell it: with the trace only where it was asked for. */
const reasonOf = async (
  name: TestName,
  asked: TestsAsked,
  error: TerraneError,
  engine: Engine,
  options: CompileOptions,
): Promise<TestError> => {
  const only =
    name.path.length === 0
      ? asking(options, { ...asked, files: asked.files.filter(({ path }) => path === name.file), only: null })
      : variantOf(options, asked, name)
  const told = await failureOf(engine, only)
  const { diagnostics, texts } = told ?? error
  return { name, diagnostics, texts }
}

const failureOf = async (engine: Engine, options: CompileOptions): Promise<TerraneError | undefined> => {
  try {
    await ask(engine, options, runtimeRequest(options, 'tests'))
  } catch (error) {
    if (error instanceof TerraneError) return error
    throw error
  }
  return undefined
}

/** The JSON of a query about one test. Throws what its evaluation throws, explained. */
export const askAbout = async (
  engine: Engine,
  options: CompileOptions,
  query: 'definitions' | 'value',
): Promise<Json> => await ask(engine, options, runtimeRequest(options, query))
