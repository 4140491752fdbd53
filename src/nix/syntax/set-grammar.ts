/** The grammar of what has names in it: bindings, attribute paths, the formals of a function. */
import type { AttrName, Attrs, Expr, Formal, Formals } from './ast.js'
import { addBinding, addInherited, emptyAttrs } from './bindings.js'
import type { Cursor } from './cursor.js'
import type { SyntaxFailure } from './failure.js'
import { intern } from './intern.js'
import type { TextGrammar } from './text-grammar.js'
import { T, type TokenKind } from './tokens.js'
import { variable } from './variable.js'

export interface SetGrammar {
  /** Bindings up to (not over) the token `close`. */
  readonly bindings: (start: number, close: TokenKind) => Attrs
  readonly attrPath: () => AttrName[]
  /** Whether the brace here opens the formals of a function, and not a set. */
  readonly startsFormals: () => boolean
  readonly formalSet: () => Formals
  /** Throws for a name that is there twice, `argument` (the name of the whole) included. */
  readonly checkFormals: (formals: Formals, argument: string | undefined, start: number) => void
}

/** @param expression parses the values */
export const setGrammar = (c: Cursor, expression: () => Expr, { quoted }: TextGrammar): SetGrammar => {
  const { source } = c

  const startsFormals = (): boolean => {
    const first = c.peek(1)
    if (first === T.ellipsis) return true
    const second = c.peek(2)
    if (first === T.braceClose) return second === T.colon || second === T.at
    return first === T.identifier && (second === T.comma || second === T.question || second === T.braceClose)
  }

  const formalSet = (): Formals => {
    c.next()
    const list: Formal[] = []
    let ellipsis = false
    for (;;) {
      if (c.kind === T.braceClose) break
      if (c.kind === T.ellipsis) {
        ellipsis = true
        c.next()
        if (c.kind !== T.braceClose) throw c.unexpected("'}'")
        break
      }
      if (c.kind !== T.identifier) throw c.unexpected("identifier or '}' or '...'")
      const formalAt = c.here()
      const name = intern(c.slice())
      c.next()
      let fallback: Expr | undefined
      if (c.kind === T.question) {
        c.next()
        fallback = expression()
      }
      list.push({ name, at: formalAt, fallback })
      if (c.kind === T.comma) c.next()
      else if (c.kind !== T.braceClose) throw c.unexpected("'}' or ','")
    }
    c.next()
    return { list, ellipsis }
  }

  const checkFormals = (formals: Formals, argument: string | undefined, start: number): void => {
    const seen = new Set<string>()
    // Nix reports the alphabetically first of the duplicates.
    let twice: Formal | undefined
    for (const formal of formals.list) {
      if (seen.has(formal.name) && (twice === undefined || formal.name < twice.name)) twice = formal
      seen.add(formal.name)
    }
    if (twice) throw c.failAt(`duplicate formal function argument '${twice.name}'`, twice.at)
    if (argument !== undefined && seen.has(argument))
      throw c.failAt(`duplicate formal function argument '${argument}'`, start)
  }

  /** Bindings up to (not over) the token `close`. */
  const bindings = (start: number, close: TokenKind): Attrs => {
    const attrs = emptyAttrs(start)
    while (c.kind !== close) {
      if (c.kind === T.inherit) {
        inherit(attrs)
        continue
      }
      if (c.kind !== T.identifier && c.kind !== T.orKeyword && c.kind !== T.quote && c.kind !== T.dollarCurly)
        throw c.unexpected("'inherit'")
      const bindingAt = c.here()
      const names = attrPath()
      if (c.kind !== T.assign) throw c.unexpected("'.' or '='")
      c.next()
      const value = expression()
      addBinding(source, attrs, names, value, bindingAt)
      c.expect(T.semicolon)
    }
    return attrs
  }

  const inherit = (attrs: Attrs): void => {
    c.next()
    let from: number | undefined
    if (c.kind === T.parenOpen) {
      c.next()
      attrs.inheritFrom.push(expression())
      from = attrs.inheritFrom.length - 1
      c.expect(T.parenClose)
    }
    while (c.kind !== T.semicolon) {
      const nameAt = c.here()
      const { name } = attrName(() => c.unexpected())
      if (name === undefined) throw c.failAt('dynamic attributes not allowed in inherit', nameAt)
      addInherited(
        source,
        attrs,
        name,
        from === undefined
          ? { kind: 'inherit', at: nameAt, value: variable(name, nameAt) }
          : { kind: 'inheritFrom', at: nameAt, from, name },
      )
    }
    c.next()
  }

  const attrPath = (): AttrName[] => {
    const wanted = () => c.unexpected("identifier or 'or' or '${' or '\"'")
    const names = [attrName(wanted)]
    while (c.kind === T.dot) {
      c.next()
      names.push(attrName(wanted))
    }
    return names
  }

  const attrName = (otherwise: () => SyntaxFailure): AttrName => {
    const start = c.here()
    if (c.kind === T.identifier || c.kind === T.orKeyword) {
      const name = intern(c.slice())
      c.next()
      return { name, at: start }
    }
    if (c.kind === T.quote) {
      const { literal, parts } = quoted()
      return literal === undefined
        ? { expr: { kind: 'interpolation', at: start, parts }, at: start }
        : { name: intern(literal), at: start }
    }
    if (c.kind === T.dollarCurly) {
      c.next()
      const expr = expression()
      c.expect(T.braceClose)
      return expr.kind === 'string' ? { name: intern(expr.value), at: start } : { expr, at: start }
    }
    throw otherwise()
  }

  return { bindings, attrPath, startsFormals, formalSet, checkFormals }
}
