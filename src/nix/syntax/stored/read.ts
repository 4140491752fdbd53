/** From a stored text to the tree, a piece at a time: a function's body and a set's members when they are asked for. */
import type {
  AttrName,
  Attrs,
  DynamicEntry,
  Entry,
  Expr,
  Formals,
  Lambda,
  Operator,
  Part,
  PlainEntry,
  Variable,
} from '../ast.js'
import { intern } from '../intern.js'
import { entryTags, type Span, tags } from './layout.js'

// biome-ignore lint/suspicious/noExplicitAny: JSON of our own writing; layout.ts says what is where
type Stored = any

/** What reading a piece takes besides the piece. */
interface Text {
  readonly text: string
  readonly folder: string
}

/** A member whose value is read when it is first asked for. */
class StoredEntry implements PlainEntry {
  readonly kind = 'plain'
  readonly unread = true
  private known: Expr | undefined

  constructor(
    private readonly from: Text,
    readonly at: number,
    private readonly start: number,
    private readonly end: number,
  ) {}

  get value(): Expr {
    this.known ??= piece(this.from, this.start, this.end)
    return this.known
  }
}

/** A function whose body is read when it is first asked for. */
class StoredLambda implements Lambda {
  readonly kind = 'lambda'
  readonly unread = true
  private known: Expr | undefined

  constructor(
    private readonly from: Text,
    readonly at: number,
    readonly argument: string | undefined,
    readonly formals: Formals | undefined,
    readonly name: string | undefined,
    private readonly start: number,
    private readonly end: number,
  ) {}

  get body(): Expr {
    this.known ??= piece(this.from, this.start, this.end)
    return this.known
  }
}

/**
 * Reads a tree that `writeTree` stored.
 *
 * @param folder where the folder is that paths were stored relative to
 */
export const readTree = (text: string, [start, end]: Span, folder = ''): Expr =>
  piece({ text, folder }, start, end)

const piece = (from: Text, start: number, end: number): Expr =>
  read(from, JSON.parse(from.text.slice(start, end)))

const optional = (from: Text, stored: Stored): Expr | undefined =>
  stored === 0 ? undefined : read(from, stored)

const name = (stored: string | 0): string | undefined => (stored === 0 ? undefined : intern(stored))

const all = (from: Text, list: readonly Stored[]): Expr[] => list.map(stored => read(from, stored))

const parts = (from: Text, list: readonly Stored[]): Part[] =>
  list.map(([at, stored]) => ({ at, expr: read(from, stored) }))

const path = (from: Text, list: readonly Stored[]): AttrName[] =>
  list.map(([part, at]) =>
    typeof part === 'string' ? { name: intern(part), at } : { expr: read(from, part), at },
  )

const entry = (from: Text, stored: Stored): Entry => {
  const at = stored[1]
  if (stored[2] === entryTags.inherit)
    return { kind: 'inherit', at, value: read(from, stored[3]) as Variable }
  if (stored[2] === entryTags.inheritFrom)
    return { kind: 'inheritFrom', at, from: stored[3], name: intern(stored[0]) }
  if (typeof stored[3] === 'number') return new StoredEntry(from, at, stored[3], stored[4])
  return { kind: 'plain', at, value: read(from, stored[3]) }
}

const attrs = (from: Text, [, at, recursive, list, dynamic, inherited]: Stored): Attrs => {
  const entries = new Map<string, Entry>()
  for (const stored of list) entries.set(intern(stored[0]), entry(from, stored))
  return {
    kind: 'attrs',
    at,
    recursive: recursive === 1,
    entries,
    dynamic: dynamic.map(
      ([at, name, value]: Stored): DynamicEntry => ({ at, name: read(from, name), value: read(from, value) }),
    ),
    inheritFrom: all(from, inherited),
  }
}

const formals = (from: Text, [ellipsis, ...list]: Stored): Formals => ({
  list: list.map(([name, at, fallback]: Stored) => ({
    name: intern(name),
    at,
    fallback: optional(from, fallback),
  })),
  ellipsis: ellipsis === 1,
})

const lambda = (from: Text, stored: Stored): Lambda => {
  const at = stored[1]
  const argument = name(stored[2])
  const pattern = stored[3] === 0 ? undefined : formals(from, stored[3])
  if (typeof stored[5] === 'number')
    return new StoredLambda(from, at, argument, pattern, name(stored[4]), stored[5], stored[6])
  return {
    kind: 'lambda',
    at,
    argument,
    formals: pattern,
    body: read(from, stored[5]),
    name: name(stored[4]),
  }
}

const read = (from: Text, stored: Stored): Expr => {
  const at: number = stored[1]
  const a = stored[2]
  const b = stored[3]
  switch (stored[0]) {
    case tags.slot:
      return { kind: 'variable', at, name: intern(a), where: { kind: 'slot', depth: b, index: stored[4] } }
    case tags.withVariable:
      return { kind: 'variable', at, name: intern(a), where: { kind: 'with', depths: b } }
    case tags.global:
      return { kind: 'variable', at, name: intern(a), where: { kind: 'global' } }
    case tags.string:
      return { kind: 'string', at, value: a }
    case tags.integer:
      return { kind: 'integer', at, value: a }
    case tags.bigInteger:
      return { kind: 'integer', at, value: BigInt(a) }
    case tags.float:
      return { kind: 'float', at, value: Number(a) }
    case tags.interpolation:
      return { kind: 'interpolation', at, parts: parts(from, a) }
    case tags.path:
      return { kind: 'path', at, path: a, home: false }
    case tags.pathBelow:
      return { kind: 'path', at, path: from.folder + a, home: false }
    case tags.pathInterpolation:
      return { kind: 'pathInterpolation', at, parts: parts(from, a) }
    case tags.searchPath: {
      const [findFile, nixPath] = [read(from, b) as Variable, read(from, stored[4]) as Variable]
      return { kind: 'searchPath', at, path: a, findFile, nixPath }
    }
    case tags.list:
      return { kind: 'list', at, items: all(from, a) }
    case tags.let:
      return { kind: 'let', at, attrs: attrs(from, a), body: read(from, b) }
    case tags.with:
      return { kind: 'with', at, scope: read(from, a), body: read(from, b) }
    case tags.if:
      return { kind: 'if', at, condition: read(from, a), yes: read(from, b), no: read(from, stored[4]) }
    case tags.assert:
      return { kind: 'assert', at, condition: read(from, a), body: read(from, b) }
    case tags.hasAttr:
      return { kind: 'hasAttr', at, target: read(from, a), path: path(from, b) }
    case tags.not:
      return { kind: 'not', at, operand: read(from, a) }
    case tags.negate: {
      const operand = read(from, a)
      return b === 0
        ? { kind: 'negate', at, operand }
        : { kind: 'negate', at, operand, override: read(from, b) as Variable }
    }
    case tags.curPos:
      return { kind: 'curPos', at }
    case tags.attrs:
      return attrs(from, stored)
    case tags.lambda:
      return lambda(from, stored)
    case tags.call:
      return { kind: 'call', at, callee: read(from, a), args: all(from, b) }
    case tags.select: {
      const fallback = optional(from, stored[4])
      return { kind: 'select', at, target: read(from, a), path: path(from, b), fallback }
    }
    case tags.operation: {
      const operator = a as Operator
      const [left, right] = [read(from, b), read(from, stored[4])]
      return stored[5] === 0
        ? { kind: 'operation', at, operator, left, right }
        : { kind: 'operation', at, operator, left, right, override: read(from, stored[5]) as Variable }
    }
    default:
      throw new Error(`a stored tree with the tag ${stored[0]}`)
  }
}
