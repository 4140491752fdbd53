/**
 * HCL as it is written, as far as moving it elsewhere needs: blocks, arguments, what they are made of while that is a
 * literal, a list or an object, and the text of all other expressions. Comments stay with what they are about.
 * https://developer.hashicorp.com/terraform/language/syntax/configuration
 */

/** Where something stands, in characters from the beginning of its file. */
export type Offset = number

/** Lines of comments without their signs; null is an empty line between two comments. */
export type Comments = readonly (string | null)[]

export interface Commented {
  /** What is before it. */
  readonly comments: Comments
  /** The comment behind it, on its line. */
  readonly trailing?: string
  /** An empty line is before it, and before its comments. */
  readonly apart: boolean
}

export interface Body {
  readonly items: readonly Item[]
  /** Comments behind the last item. */
  readonly rest: Comments
}

export type Item = Argument | Block

export interface Argument extends Commented {
  readonly kind: 'argument'
  readonly name: string
  readonly value: Expression
  readonly at: Offset
}

export interface Block extends Commented {
  readonly kind: 'block'
  readonly type: string
  readonly labels: readonly string[]
  readonly body: Body
  readonly at: Offset
}

export type Expression =
  | Text
  | { readonly kind: 'number'; readonly text: string; readonly at: Offset }
  | { readonly kind: 'bool'; readonly value: boolean; readonly at: Offset }
  | { readonly kind: 'null'; readonly at: Offset }
  | ({ readonly kind: 'list'; readonly elements: readonly Element[]; readonly at: Offset } & Rest)
  | ({ readonly kind: 'object'; readonly entries: readonly Entry[]; readonly at: Offset } & Rest & Source)
  /** Anything else, as it is written: `var.x`, `a ? b : c`, `[for x in y : z]`. */
  | Other

interface Source {
  /** As it is written. */
  readonly source: string
}

interface Rest {
  /** Comments behind the last element. */
  readonly rest: Comments
}

export interface Text {
  readonly kind: 'text'
  readonly parts: readonly Part[]
  readonly heredoc: boolean
  readonly at: Offset
}

export interface Other {
  readonly kind: 'other'
  readonly source: string
  readonly at: Offset
}

export interface Element extends Commented {
  readonly value: Expression
}

export interface Entry extends Commented {
  readonly key: Key
  readonly value: Expression
}

export type Key = { readonly kind: 'name'; readonly text: string } | Text | Other

/** Of a text with templates. `source` is with its signs: `${…}`, `%{…}`. */
export type Part =
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'interpolation' | 'directive'; readonly source: string }
