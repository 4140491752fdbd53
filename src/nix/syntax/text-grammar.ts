/** The grammar of what has text in it: strings, indented strings, paths. */
import type { Expr, Part } from './ast.js'
import { fromBytes } from './bytes.js'
import type { Cursor } from './cursor.js'
import { canonicalPath } from './paths.js'
import { type IndentedPart, stripIndentation, unescapeQuoted } from './strings.js'
import { T } from './tokens.js'

export interface TextGrammar {
  /** From the opening quote on. `literal` is the whole text where nothing is interpolated. */
  readonly quoted: () => { readonly literal: string | undefined; readonly parts: Part[] }
  readonly indented: () => Expr
  readonly path: () => Expr
}

/**
 * @param expression parses what is interpolated
 * @param home what `~/` stands for, if anything
 */
export const textGrammar = (c: Cursor, expression: () => Expr, home: string | undefined): TextGrammar => {
  const interpolated = (parts: { at: number; expr: Expr }[]): void => {
    const start = c.here()
    c.next()
    const expr = expression()
    c.expect(T.braceClose)
    parts.push({ at: start, expr })
  }

  const noNull = (value: string, start: number): string => {
    if (!value.includes('\0')) return value
    const shown = fromBytes(value).replaceAll('\0', '␀')
    throw c.failAt(
      `input string '${shown}' cannot be represented as Nix string because it contains null bytes`,
      start,
    )
  }

  const quoted = (): { literal: string | undefined; parts: Part[] } => {
    c.next()
    const parts: Part[] = []
    let literal: string | undefined = ''
    for (;;) {
      if (c.kind === T.string) {
        const value = noNull(unescapeQuoted(c.slice()), c.here())
        if (parts.length === 0) literal = value
        else literal = undefined
        parts.push({ at: c.here(), expr: { kind: 'string', at: c.here(), value } })
        c.next()
      } else if (c.kind === T.dollarCurly) {
        literal = undefined
        interpolated(parts)
      } else break
    }
    c.expect(T.quote)
    return { literal, parts }
  }

  const indented = (): Expr => {
    const start = c.here()
    c.next()
    const parts: IndentedPart[] = []
    for (;;) {
      const partAt = c.here()
      if (c.kind === T.indentedString)
        parts.push({ kind: 'literal', at: partAt, text: noNull(c.slice(), partAt) })
      else if (c.kind === T.indentedEscape)
        parts.push({ kind: 'escape', at: partAt, text: indentedEscape(c.slice()) })
      else if (c.kind === T.dollarCurly) {
        c.next()
        const expr = expression()
        if (c.kind !== T.braceClose) throw c.unexpected("'}'")
        parts.push({ kind: 'expr', at: partAt, expr })
      } else break
      c.next()
    }
    c.expect(T.indentedClose, "indented string or '${' or end of an indented string")
    const kept = stripIndentation(parts)
    if (kept.length === 0) return { kind: 'string', at: start, value: '' }
    const only = kept[0]!.expr
    if (kept.length === 1 && only.kind === 'string') return only
    return { kind: 'interpolation', at: start, parts: kept }
  }

  const indentedEscape = (raw: string): string => {
    if (raw === "'''") return "''"
    if (raw.startsWith("''\\")) return unescapeQuoted(raw.slice(2))
    return raw.endsWith('$') ? '$' : raw
  }

  const path = (): Expr => {
    const start = c.here()
    const literal = c.slice()
    const inHome = c.kind === T.homePath
    if (inHome && home === undefined)
      throw c.failAt(`the path '${literal}' can not be resolved in pure mode`, start)
    c.next()
    let absolute: string
    if (inHome) absolute = `${home}${literal.slice(1)}`
    else {
      absolute = canonicalPath(literal, c.source.folder)
      if (literal.length > 1 && literal.endsWith('/') && absolute !== '/') absolute += '/'
    }
    const first: Expr = { kind: 'path', at: start, path: absolute, home: inHome }
    const parts: Part[] = [{ at: start, expr: first }]
    while (c.kind !== T.pathEnd) {
      if (c.kind === T.dollarCurly) interpolated(parts)
      else if (c.kind === T.string) {
        parts.push({ at: c.here(), expr: { kind: 'string', at: c.here(), value: c.slice() } })
        c.next()
      } else throw c.unexpected()
    }
    c.next()
    return parts.length === 1 ? first : { kind: 'pathInterpolation', at: start, parts }
  }

  return { quoted, indented, path }
}
