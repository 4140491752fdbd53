/** What nix/tests is asked, and what it answers: the two sides read the same names. */
import type { Position } from '../../contracts/diagnostic.js'
import type { DefinitionsDocument, Node } from '../../modules/definitions.js'
import type { Json } from '../../nix/evaluate.js'
import type { CompileOptions } from '../compile-options.js'
import type { TestName } from './result.js'

/** A run: a file against one project. */
export type RunKey = Pick<TestName, 'file' | 'entry'>

export interface TestsAsked {
  /** `entry`: the name of the project that the options are about, where the file has several. */
  readonly files: readonly { readonly path: string; readonly entry: string | null }[]
  /** Whether files may say which projects they are for. */
  readonly ownEntries: boolean
  /** Tests that can't be evaluated, as earlier attempts have shown. */
  readonly failed: readonly TestName[]
  /** Runs whose project does not compile. */
  readonly broken: readonly RunKey[]
  /** Runs that can't be listed. */
  readonly unloadable: readonly RunKey[]
  /** Part of the names of the tests that are wanted. */
  readonly name: string | null
  /** One test alone. */
  readonly only: TestName | null
}

export interface RunAnswer extends RunKey {
  /** The project is an output of a flake, to be asked for on its own. */
  readonly reference: string | null
  /** Of the project; null where no test needs it. */
  readonly definitions: DefinitionsDocument | null
  readonly tests: readonly TestAnswer[]
}

export type TestAnswer = Found &
  (
    | { readonly kind: 'failed' | 'broken' }
    | { readonly kind: 'skipped'; readonly reason: string | null }
    | ({ readonly kind: 'fails' } & FailingTest)
    | ({ readonly kind: 'checked' } & CheckedTest)
  )

interface Found {
  readonly path: readonly string[]
  readonly position: Position | null
}

export interface FailingTest {
  /** Else of the whole project. */
  readonly ofExpression: boolean
  readonly expected: Node
  /** `expectedError`, as nix-unit has it. */
  readonly isNixUnit: boolean
}

export interface CheckedTest {
  /** Of the test's own variant of the project. */
  readonly definitions: DefinitionsDocument | null
  readonly checks: readonly {
    readonly ok: boolean
    readonly message: string | null
    readonly position: Position | null
  }[]
  readonly comparison:
    | null
    | { readonly same: true }
    | {
        readonly same: false
        readonly actual: Node
        readonly expected: Node
        readonly position: Position | null
      }
  readonly snapshot: null | { readonly value: Node; readonly position: Position | null }
}

/** The same project, with what is asked about tests. */
export const asking = (options: CompileOptions, asked: TestsAsked): CompileOptions => ({
  ...options,
  variant: { attribute: 'variant', tests: asked as unknown as Json },
})

/** The options of the project that one test is about. */
export const variantOf = (options: CompileOptions, asked: TestsAsked, test: TestName): CompileOptions =>
  asking(options, { ...asked, files: asked.files.filter(({ path }) => path === test.file), only: test })

/** The options of the project that a run is about. */
export const baseOf = (options: CompileOptions, asked: TestsAsked, run: RunKey): CompileOptions => {
  const only = { ...run, path: [] }
  return {
    ...variantOf(options, asked, only),
    variant: { attribute: 'base', tests: { ...asked, only } as never },
  }
}
