/** What a test file in JavaScript or TypeScript, which runs in a thread of its own, and `terrane test` tell each other. */
import type { Position } from '../../../contracts/diagnostic.js'
import type { CompileOptions } from '../../compile-options.js'
import type { TestFailure } from '../result.js'

export interface ScriptTask {
  /** Absolute path of the test file. */
  readonly file: string
  /** The project that tests get where they name none; `signal` can't travel. */
  readonly options: Omit<CompileOptions, 'signal'>
  /** Part of the names of the tests that are wanted. */
  readonly name: string | null
  /** What turns TypeScript into JavaScript; undefined: Node itself does. */
  readonly transformer?: Transformer
}

/** A package of the project, by the path of its main file. */
export interface Transformer {
  readonly kind: 'esbuild' | 'typescript'
  readonly path: string
}

export type ScriptMessage =
  | { readonly kind: 'start'; readonly path: readonly string[]; readonly timeout: number }
  /** A value to compare with its snapshot, before the test ends. */
  | {
      readonly kind: 'snapshot'
      readonly text: string
      readonly part?: string
      readonly position: Position | null
    }
  | { readonly kind: 'skipped'; readonly path: readonly string[] }
  | { readonly kind: 'end'; readonly path: readonly string[]; readonly failures: readonly TestFailure[] }
  /** The file can't be loaded. */
  | { readonly kind: 'broken'; readonly failures: readonly TestFailure[] }
  | { readonly kind: 'finished' }
