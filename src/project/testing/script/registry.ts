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

/** Called by JavaScript as well, which no types have checked. */
export const register = (name: unknown, settings: TestSettings | undefined, body: unknown): void => {
  if (typeof name !== 'string' || name === '') throw failed('a test needs a name', howToWrite)
  if (typeof body !== 'function') throw failed(`the test '${name}' has no function`, howToWrite)
  add(name, settings ?? {}, body as TestBody)
}

const howToWrite = "test('…', async ({ project }) => { … })"

const add = (name: string, { skip, timeout }: TestSettings, body: TestBody): void => {
  const found = registry()
  if (found === undefined)
    throw failed('tests of terrane are run by `terrane test`', 'In another test runner, use project() alone.')
  const { tests } = found
  if (tests.some(one => one.name === name)) throw failed(`there are two tests with the name '${name}'`)
  tests.push({ name, skipped: skip ?? false, timeout: timeout ?? usualTimeout, body })
}

const failed = (message: string, hint?: string) =>
  failure('test-file', message, hint === undefined ? {} : { hint })
