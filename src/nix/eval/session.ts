/**
 * One evaluation: its settings, and what it has learnt on the way (files read, sources that got a store path). Nothing
 * of an evaluation is kept outside of its session.
 */
import type { TreeStore } from '../syntax/stored/tree-store.js'
import type { Attrs } from './attrs.js'
import type { Files } from './files.js'
import type { Slot, Value } from './values.js'

export interface Settings {
  /** No environment, no time, no search path, no file outside of the store. */
  readonly pure: boolean
  readonly system: string
  readonly searchPath: readonly SearchPathEntry[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string | undefined
  /** Seconds since 1970, for `builtins.currentTime`. */
  readonly now: number
  /** Where `trace` and `warn` go. */
  readonly print: (line: string) => void
  /** Whether `tryEval` catches every error: for finding all that is wrong with an expression. */
  readonly catchAll?: boolean
  /** Where files that were parsed before are found. Only without `pure`, which has fewer builtins. */
  readonly trees?: TreeStore | undefined
}

export interface SearchPathEntry {
  readonly prefix: string
  readonly path: string
}

/** What a store path that evaluation came across stands for: there is no store, so nothing was copied or written. */
export type SourceOf =
  /** `kept`: the absolute paths below it that a filter has kept; all of them where it is absent. */
  | { readonly kind: 'path'; readonly path: string; readonly kept?: ReadonlySet<string> }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'derivation'; readonly text: string }

export interface Session {
  readonly settings: Settings
  readonly files: Files
  readonly sources: Map<string, SourceOf>
  /** The derivations made so far, by the path of their `.drv`. */
  readonly derivations: Map<string, KnownDerivation>
  /** Values of the outermost scope. */
  readonly globals: ReadonlyMap<string, Slot>
  /** The store path of a file or folder, by NAR hash; remembers what it stands for. */
  readonly copyToStore: (path: string) => string
  /** Evaluates a file once and remembers its value; with names in scope of its own it is evaluated each time. */
  readonly importFile: (path: string, scope?: Attrs) => Value
}

export interface KnownDerivation {
  readonly outputs: readonly string[]
  readonly references: readonly string[]
}
