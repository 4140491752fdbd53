/** A document that keeps the order and the comments of what it was made from. */
import type { Commented, Comments } from '../syntax.js'

export type Node =
  /** `source`: the expression that the text is nothing but, `${source}`. */
  | { readonly kind: 'string'; readonly text: string; readonly source?: string }
  /** As it is written. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'null' }
  /** It wins over what others say. */
  | { readonly kind: 'forced'; readonly value: Node }
  | ListNode
  | SetNode

export interface ListNode {
  readonly kind: 'list'
  readonly elements: readonly ListElement[]
  readonly rest: Comments
}

export interface SetNode {
  readonly kind: 'set'
  readonly members: readonly Member[]
  readonly rest: Comments
}

export interface ListElement extends Commented {
  readonly value: Node
}

export interface Member extends Commented {
  readonly name: string
  readonly value: Node
}

export const uncommented: Commented = { comments: [], apart: false }

export const setOf = (members: readonly Member[], rest: Comments = []): SetNode => ({
  kind: 'set',
  members,
  rest,
})

export const listOf = (values: readonly Node[]): Node => ({
  kind: 'list',
  elements: values.map(value => ({ value, ...uncommented })),
  rest: [],
})

/** `a.b = value`. */
export const nest = (path: readonly string[], value: Node): Node =>
  path.reduceRight<Node>((inner, name) => setOf([{ ...uncommented, name, value: inner }]), value)

/** What is no set stays as it is. */
export const mapMembers = (member: Member, map: (inner: Member) => Member): Member =>
  member.value.kind === 'set'
    ? { ...member, value: { ...member.value, members: member.value.members.map(map) } }
    : member
