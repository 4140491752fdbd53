/**
 * The syntax tree. Positions are byte offsets into the source. The parser fills everything but `variable.where` and
 * the frames; the resolver (scope.ts) adds those.
 */

/** Where a variable is found when it is evaluated. */
export type Where =
  /** `depth` frames up, at `index` of that frame (0 is the link to the frame above). */
  | { readonly kind: 'slot'; readonly depth: number; readonly index: number }
  /** In one of the enclosing `with`s, innermost first, each so many frames up; else, perhaps, a global. */
  | { readonly kind: 'with'; readonly depths: readonly number[] }
  /** One of the builtins' own scope. */
  | { readonly kind: 'global' }

export interface Variable {
  readonly kind: 'variable'
  readonly at: number
  readonly name: string
  where: Where
}

export type AttrName =
  | { readonly name: string; readonly expr?: undefined; readonly at: number }
  | { readonly name?: undefined; readonly expr: Expr; readonly at: number }

export type Entry =
  | PlainEntry
  /** `inherit x;`: `value` is looked up outside the set. */
  | { readonly kind: 'inherit'; readonly at: number; readonly value: Variable }
  /** `inherit (e) x;`: `from` is the index of `e` in the set's `inheritFrom`. */
  | { readonly kind: 'inheritFrom'; readonly at: number; from: number; readonly name: string }

export interface PlainEntry {
  readonly kind: 'plain'
  readonly at: number
  value: Expr
  /** Of a stored tree: whether `value` has to be read first. Whoever can do without it leaves it alone. */
  readonly unread?: boolean
}

export interface DynamicEntry {
  readonly at: number
  readonly name: Expr
  readonly value: Expr
}

export interface Attrs {
  readonly kind: 'attrs'
  at: number
  recursive: boolean
  readonly entries: Map<string, Entry>
  readonly dynamic: DynamicEntry[]
  readonly inheritFrom: Expr[]
}

export interface Formal {
  readonly name: string
  readonly at: number
  readonly fallback: Expr | undefined
}

export interface Formals {
  readonly list: readonly Formal[]
  readonly ellipsis: boolean
}

export interface Lambda {
  readonly kind: 'lambda'
  readonly at: number
  /** The whole argument's name: `x: …` or `args@{ … }: …`. */
  readonly argument: string | undefined
  readonly formals: Formals | undefined
  readonly body: Expr
  /** Of a stored tree: whether `body` has to be read first. It is then not itself a function. */
  readonly unread?: boolean
  /** The attribute or variable that it was defined as. */
  name: string | undefined
}

export interface Call {
  readonly kind: 'call'
  readonly at: number
  readonly callee: Expr
  readonly args: Expr[]
}

export interface Select {
  readonly kind: 'select'
  readonly at: number
  readonly target: Expr
  readonly path: readonly AttrName[]
  readonly fallback: Expr | undefined
}

export interface Part {
  readonly at: number
  readonly expr: Expr
}

export type Operator =
  | '->'
  | '||'
  | '&&'
  | '=='
  | '!='
  | '<'
  | '>'
  | '<='
  | '>='
  | '//'
  | '+'
  | '-'
  | '*'
  | '/'
  | '++'

export interface Operation {
  readonly kind: 'operation'
  readonly at: number
  readonly operator: Operator
  readonly left: Expr
  readonly right: Expr
  /** The user's own `__sub`, `__lessThan`, `__mul` or `__div`, where one is in scope: Nix' operators call those names. */
  override?: Variable
}

export type Expr =
  | { readonly kind: 'integer'; readonly at: number; readonly value: number | bigint }
  | { readonly kind: 'float'; readonly at: number; readonly value: number }
  | { readonly kind: 'string'; readonly at: number; readonly value: string }
  | { readonly kind: 'interpolation'; readonly at: number; readonly parts: readonly Part[] }
  /** `path` is absolute; a trailing slash stays where an interpolation follows. */
  | { readonly kind: 'path'; readonly at: number; readonly path: string; readonly home: boolean }
  | { readonly kind: 'pathInterpolation'; readonly at: number; readonly parts: readonly Part[] }
  | {
      readonly kind: 'searchPath'
      readonly at: number
      readonly path: string
      readonly findFile: Variable
      readonly nixPath: Variable
    }
  | { readonly kind: 'list'; readonly at: number; readonly items: readonly Expr[] }
  | { readonly kind: 'let'; readonly at: number; readonly attrs: Attrs; readonly body: Expr }
  | { readonly kind: 'with'; readonly at: number; readonly scope: Expr; readonly body: Expr }
  | {
      readonly kind: 'if'
      readonly at: number
      readonly condition: Expr
      readonly yes: Expr
      readonly no: Expr
    }
  | { readonly kind: 'assert'; readonly at: number; readonly condition: Expr; readonly body: Expr }
  | {
      readonly kind: 'hasAttr'
      readonly at: number
      readonly target: Expr
      readonly path: readonly AttrName[]
    }
  | { readonly kind: 'not'; readonly at: number; readonly operand: Expr }
  | { readonly kind: 'negate'; readonly at: number; readonly operand: Expr; override?: Variable }
  | { readonly kind: 'curPos'; readonly at: number }
  | Variable
  | Attrs
  | Lambda
  | Call
  | Select
  | Operation
