/** From a resolved tree to the text that `read.ts` reads. layout.ts says what it looks like. */
import type { AttrName, Attrs, Entry, Expr, Formals, Lambda, Part, Variable } from '../ast.js'
import { absent, entryTags, type Span, tags } from './layout.js'

/** An expression with less text than this is read faster where it stands than from a place of its own. */
const worthItsOwnPiece = 40

type Stored = number | string | readonly Stored[]

export interface StoredTree {
  readonly text: string
  readonly root: Span
}

/**
 * Stores a resolved tree.
 *
 * @param root absolute path of a folder: paths below it are stored relative to it
 * @returns undefined for a tree that holds true only for one user: with a path below his home
 */
export const writeTree = (expr: Expr, root?: string): StoredTree | undefined => {
  const pieces: string[] = []
  let length = 0
  let homeless = true

  const span = (piece: Stored): Span => {
    const text = JSON.stringify(piece)
    const start = length
    pieces.push(text)
    length += text.length
    return [start, length]
  }

  /** As what an array ends with: the piece itself if it is small, else its place. */
  const apart = (expr: Expr): readonly Stored[] => {
    const piece = stored(expr)
    return isSmall(piece) ? [piece] : span(piece)
  }

  const optional = (expr: Expr | undefined): Stored => (expr === undefined ? absent : stored(expr))
  const all = (exprs: readonly Expr[]): Stored[] => exprs.map(stored)
  const parts = (list: readonly Part[]): Stored[] => list.map(({ at, expr }) => [at, stored(expr)])
  const path = (names: readonly AttrName[]): Stored[] =>
    names.map(part => (part.name === undefined ? [stored(part.expr), part.at] : [part.name, part.at]))

  const variable = ({ at, name, where }: Variable): Stored => {
    if (where.kind === 'slot') return [tags.slot, at, name, where.depth, where.index]
    if (where.kind === 'with') return [tags.withVariable, at, name, where.depths]
    return [tags.global, at, name]
  }

  const entry = (name: string, entry: Entry): Stored => {
    if (entry.kind === 'inherit') return [name, entry.at, entryTags.inherit, variable(entry.value)]
    if (entry.kind === 'inheritFrom') return [name, entry.at, entryTags.inheritFrom, entry.from]
    // Functions are values already, and hold their body apart themselves.
    const value = entry.value.kind === 'lambda' ? [stored(entry.value)] : apart(entry.value)
    return [name, entry.at, entryTags.plain, ...value]
  }

  const attrs = (set: Attrs): Stored => [
    tags.attrs,
    set.at,
    set.recursive ? 1 : 0,
    [...set.entries].map(([name, value]) => entry(name, value)),
    set.dynamic.map(({ at, name, value }) => [at, stored(name), stored(value)]),
    all(set.inheritFrom),
  ]

  const formals = ({ list, ellipsis }: Formals): Stored => [
    ellipsis ? 1 : 0,
    ...list.map(({ name, at, fallback }) => [name, at, optional(fallback)]),
  ]

  const lambda = (expr: Lambda): Stored => [
    tags.lambda,
    expr.at,
    expr.argument ?? absent,
    expr.formals === undefined ? absent : formals(expr.formals),
    expr.name ?? absent,
    ...(expr.body.kind === 'lambda' ? [stored(expr.body)] : apart(expr.body)),
  ]

  const stored = (expr: Expr): Stored => {
    const { at } = expr
    switch (expr.kind) {
      case 'integer':
        return typeof expr.value === 'bigint'
          ? [tags.bigInteger, at, String(expr.value)]
          : [tags.integer, at, expr.value]
      case 'float':
        return [tags.float, at, String(expr.value)]
      case 'string':
        return [tags.string, at, expr.value]
      case 'interpolation':
        return [tags.interpolation, at, parts(expr.parts)]
      case 'path':
        if (expr.home) homeless = false
        if (root !== undefined && (expr.path === root || expr.path.startsWith(`${root}/`)))
          return [tags.pathBelow, at, expr.path.slice(root.length)]
        return [tags.path, at, expr.path]
      case 'pathInterpolation':
        return [tags.pathInterpolation, at, parts(expr.parts)]
      case 'searchPath':
        return [tags.searchPath, at, expr.path, variable(expr.findFile), variable(expr.nixPath)]
      case 'list':
        return [tags.list, at, all(expr.items)]
      case 'let':
        return [tags.let, at, attrs(expr.attrs), stored(expr.body)]
      case 'with':
        return [tags.with, at, stored(expr.scope), stored(expr.body)]
      case 'if':
        return [tags.if, at, stored(expr.condition), stored(expr.yes), stored(expr.no)]
      case 'assert':
        return [tags.assert, at, stored(expr.condition), stored(expr.body)]
      case 'hasAttr':
        return [tags.hasAttr, at, stored(expr.target), path(expr.path)]
      case 'not':
        return [tags.not, at, stored(expr.operand)]
      case 'negate':
        return [tags.negate, at, stored(expr.operand), optional(expr.override)]
      case 'curPos':
        return [tags.curPos, at]
      case 'variable':
        return variable(expr)
      case 'attrs':
        return attrs(expr)
      case 'lambda':
        return lambda(expr)
      case 'call':
        return [tags.call, at, stored(expr.callee), all(expr.args)]
      case 'select':
        return [tags.select, at, stored(expr.target), path(expr.path), optional(expr.fallback)]
      case 'operation':
        return [
          tags.operation,
          at,
          expr.operator,
          stored(expr.left),
          stored(expr.right),
          optional(expr.override),
        ]
    }
  }

  const written = span(stored(expr))
  return homeless ? { text: pieces.join(''), root: written } : undefined
}

/** Whether a piece's text is short. Big ones are not put into text only to be measured. */
const isSmall = (piece: Stored): boolean => measure(piece, worthItsOwnPiece) < worthItsOwnPiece

/** About how long the text of `piece` is, counted up to `most`. */
const measure = (piece: Stored, most: number): number => {
  if (typeof piece === 'number') return String(piece).length + 1
  if (typeof piece === 'string') return piece.length + 3
  let length = 2
  for (const part of piece) {
    length += measure(part, most - length)
    if (length >= most) break
  }
  return length
}
