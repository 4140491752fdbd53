/**
 * The merged document: one value an emitted option, and for every path in it where the value comes from. The second is
 * computed on demand from the definitions, which are kept, so that a compile that nobody asks costs nothing.
 */
import type { DefinitionsDocument, StringContext } from './definitions.js'

/** A merged value. Integers that a double can't hold are bigint. */
export type MergedValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly MergedValue[]
  | { readonly [name: string]: MergedValue }

export interface MergedDocument {
  readonly options: Readonly<Record<string, MergedValue>>
  /** Every store path that some string of the document needs, with how. */
  readonly context: Readonly<Record<string, StringContext>>
  /** Whether there is any null in `options`. */
  readonly hasNulls: boolean
  readonly definitions: DefinitionsDocument
}

/** A step on the way to a value: a member's name, or an element of the list that the n-th winning definition has. */
export type DefinitionStep = string | { readonly winner: number; readonly entry: number }

/** A path as definitions have it, from the option's name on. */
export type DefinitionPath = readonly [string, ...DefinitionStep[]]

/** Something that is wrong with the definitions at a path. Positions are asked of Nix only once there is one. */
export interface MergeProblem {
  readonly code: 'module-conflict' | 'module-null-conflict' | 'module-type' | 'module-nested-property'
  readonly path: DefinitionPath
  readonly message: string
  readonly hint?: string
  /** The definitions that the problem is about, in the order of the path's `of`; `undefined`: not part of it. */
  readonly definitions: readonly (ProblemDefinition | undefined)[]
}

export interface ProblemDefinition {
  readonly file: string
  readonly value: string
}

/** Where a value comes from: all definitions at its path, in the order in which they count. */
export interface Provenance {
  readonly path: DefinitionPath
  readonly definitions: readonly ProvenanceDefinition[]
}

export interface ProvenanceDefinition {
  readonly file: string
  readonly priority: number
  readonly order: number
  /** Why it counts or does not. Of `beaten` and `false-condition` the value was never computed. */
  readonly status: 'used' | 'beaten' | 'false-condition'
  /** Absent for sets, whose members have provenance of their own, and for what was never computed. */
  readonly value?: MergedValue
}
