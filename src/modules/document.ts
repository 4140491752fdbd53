/**
 * The merged document: one value an emitted option, and for every path in it where the value comes from. The second is
 * computed on demand from the definitions, which are kept, so that a compile that nobody asks costs nothing.
 */
import type { DefinitionsDocument, StringContext } from './definitions.js'

/** A merged value. Integers beyond 2^53 are bigint; floats, which JSON must not print as integers' kin, stay numbers. */
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
  readonly definitions: DefinitionsDocument
}

/** A path in the document: member names, and numbers for list elements. */
export type DocumentPath = readonly (string | number)[]

export interface Provenance {
  readonly path: DocumentPath
  readonly definitions: readonly ProvenanceDefinition[]
}

export interface ProvenanceDefinition {
  readonly file: string
  readonly priority: number
  readonly order: number
  /** Why it counts or does not. `false-condition` and `beaten` have no value: it was never computed. */
  readonly status: 'used' | 'beaten' | 'false-condition'
  readonly value?: MergedValue
}
