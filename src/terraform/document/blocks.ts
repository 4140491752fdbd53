/**
 * The blocks of a document, however they are written: where the language wants blocks, an object may stand, or an array
 * of objects, and with some of them labels in between, of which the same holds. The rules look at blocks through this.
 */
import type { DocumentPath } from './problem.js'
import type { DocumentValue, TerraformDocument } from './shape.js'

export type DocumentSet = { readonly [name: string]: DocumentValue }

export interface Body {
  readonly path: DocumentPath
  readonly members: DocumentSet
}

export interface Block extends Body {
  readonly kind: string
  readonly labels: readonly string[]
}

/** How many labels each kind of block has. */
const labelCounts: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  provider: 1,
  module: 1,
  variable: 1,
  output: 1,
  check: 1,
}

export const isSet = (value: DocumentValue | undefined): value is DocumentSet =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** The bodies that stand at a place: none for what is no block. */
export const bodiesOf = (value: DocumentValue | undefined, path: DocumentPath): readonly Body[] => {
  if (isSet(value)) return [{ path, members: value }]
  if (!Array.isArray(value)) return []
  return value.flatMap((element, index) => bodiesOf(element, [...path, index]))
}

/** The bodies of a kind of nested block. */
export const nested = (body: Body, name: string): readonly Body[] =>
  bodiesOf(body.members[name], [...body.path, name])

/** The blocks below some labels. */
export const labelled = (
  kind: string,
  value: DocumentValue | undefined,
  path: DocumentPath,
  count: number,
  labels: readonly string[] = [],
): readonly Block[] =>
  count === 0
    ? bodiesOf(value, path).map(body => ({ kind, labels, ...body }))
    : bodiesOf(value, path).flatMap(level =>
        Object.keys(level.members).flatMap(label =>
          labelled(kind, level.members[label], [...level.path, label], count - 1, [...labels, label]),
        ),
      )

/** All top-level blocks of a kind. */
export const blocksOf = (document: TerraformDocument, kind: string): readonly Block[] =>
  labelled(kind, document[kind], [kind], labelCounts[kind] ?? 0)

/** Provisioners of a resource or a removed block, of whatever type. */
export const provisionersOf = (body: Body): readonly Block[] =>
  labelled('provisioner', body.members.provisioner, [...body.path, 'provisioner'], 1)
