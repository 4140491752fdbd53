/**
 * Where a test file leaves its tests. It may have loaded another copy of terrane than the one that runs it (the project's
 * own, for its types): the two meet at a symbol that both know.
 */
import { failure } from '../../../contracts/diagnostic.js'
import type { OpenProject } from './project.js'

export interface TestContext {
  readonly name: string
  readonly project: OpenProject
  /** Compares a value with its snapshot; several of one test need names. */
  readonly snapshot: (value: unknown, name?: string) => void
}

export type TestBody = (context: TestContext) => void | Promise<void>

export interface RegisteredTest {
  readonly name: string
  readonly skipped: boolean
  readonly timeout: number
  readonly body: TestBody
}

export interface Registry {
  readonly tests: RegisteredTest[]
  readonly project: OpenProject
}

const place = Symbol.for('terrane.test')

type Holder = { [place]?: Registry }

export const openRegistry = (project: OpenProject): Registry => {
  const registry = { tests: [], project }
  ;(globalThis as Holder)[place] = registry
  return registry
}

/** Undefined where the file is not run by `terrane test`. */
export const registry = (): Registry | undefined => (globalThis as Holder)[place]

const usualTimeout = 60_000

export interface TestSettings {
  readonly skip?: boolean
  /** Milliseconds after which it has failed: a minute where nothing is said. */
  readonly timeout?: number
}

export const register = (name: string, { skip, timeout }: TestSettings, body: TestBody): void => {
  const { tests } =
    registry() ??
    failNow('tests of terrane are run by `terrane test`', 'In another test runner, use project() alone.')
  if (tests.some(one => one.name === name)) failNow(`there are two tests with the name '${name}'`)
  tests.push({ name, skipped: skip ?? false, timeout: timeout ?? usualTimeout, body })
}

const failNow = (message: string, hint?: string): never => {
  throw failure('test-file', message, hint === undefined ? {} : { hint })
}
