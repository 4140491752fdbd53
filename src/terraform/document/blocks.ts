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
  action: 2,
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
  if (!Array.isArray(value)) return nothing
  return value.flatMap((element, index) => bodiesOf(element, [...path, index]))
}

const nothing: readonly never[] = []

/** The bodies of a kind of nested block. */
export const nested = (body: Body, name: string): readonly Body[] => {
  const value = body.members[name]
  return value === undefined ? nothing : bodiesOf(value, [...body.path, name])
}

/** The blocks below some labels. */
export const labelled = (
  kind: string,
  value: DocumentValue | undefined,
  path: DocumentPath,
  count: number,
): readonly Block[] => {
  if (value === undefined) return nothing
  const blocks: Block[] = []
  const collect = (inner: DocumentValue, place: DocumentPath, labels: readonly string[]): void => {
    if (Array.isArray(inner))
      inner.forEach((element, index) => {
        collect(element, [...place, index], labels)
      })
    else if (!isSet(inner)) return
    else if (labels.length === count) blocks.push({ kind, labels, path: place, members: inner })
    else for (const label in inner) collect(inner[label]!, [...place, label], [...labels, label])
  }
  collect(value, path, [])
  return blocks
}

/** A document is asked for its resources by one rule after the other, and some have ten thousand. */
const known = new WeakMap<TerraformDocument, Map<string, readonly Block[]>>()

/** All top-level blocks of a kind. */
export const blocksOf = (document: TerraformDocument, kind: string): readonly Block[] => {
  const kinds = known.get(document) ?? new Map<string, readonly Block[]>()
  known.set(document, kinds)
  const blocks = kinds.get(kind) ?? labelled(kind, document[kind], [kind], labelCounts[kind] ?? 0)
  kinds.set(kind, blocks)
  return blocks
}

/** What the language, not a provider, defines in bodies of resources and the like. */
const ofLanguage = [
  'count',
  'for_each',
  'depends_on',
  'provider',
  'lifecycle',
  'provisioner',
  'connection',
  'dynamic',
]

const withArguments = new WeakMap<readonly Block[], readonly Block[]>()

/** The blocks of a kind that say anything in the language's own arguments: of most, only their provider's are used. */
export const argumentedBlocksOf = (document: TerraformDocument, kind: string): readonly Block[] => {
  const all = blocksOf(document, kind)
  const some =
    withArguments.get(all) ??
    all.filter(({ members }) => ofLanguage.some(name => members[name] !== undefined))
  withArguments.set(all, some)
  return some
}

/** Provisioners of a resource or a removed block, of whatever type. */
export const provisionersOf = ({ members, path }: Body): readonly Block[] =>
  members.provisioner === undefined
    ? nothing
    : labelled('provisioner', members.provisioner, [...path, 'provisioner'], 1)
