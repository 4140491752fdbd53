/** What `terrane test` finds out: the vocabulary of src/project/testing. */
import type { Diagnostic, Texts } from '../../contracts/diagnostic.js'
import type { DifferenceLine } from './difference.js'

export interface TestName {
  /** Absolute path of the test file. */
  readonly file: string
  /** The name that the file gives to the project that it is run against. Null: the file knows one only. */
  readonly entry: string | null
  /** Groups, then the test. Empty: the file as a whole. */
  readonly path: readonly string[]
}

export interface TestResult extends TestName {
  readonly status: 'passed' | 'failed' | 'skipped'
  /** Why it was skipped. */
  readonly reason?: string
  /** What is wrong; empty where it is not `failed`. */
  readonly failures: readonly TestFailure[]
}

export interface TestFailure {
  readonly diagnostic: Diagnostic
  /** From what was expected to what came. */
  readonly difference?: readonly DifferenceLine[]
  readonly texts?: Texts
}

/** The name of a test in its file, as it is shown, searched for and written into snapshots. */
export const shownName = ({ entry, path }: Pick<TestName, 'entry' | 'path'>): string =>
  [...(entry === null ? [] : [entry]), ...path].join(' > ')

export const passed = (name: TestName): TestResult => ({ ...nameOf(name), status: 'passed', failures: [] })

export const failed = (name: TestName, failures: readonly TestFailure[]): TestResult => ({
  ...nameOf(name),
  status: 'failed',
  failures,
})

const nameOf = ({ file, entry, path }: TestName): TestName => ({ file, entry, path })
