/**
 * The grammar, by hand: recursive descent for the forms that start with a keyword, precedence climbing for operators.
 * Error texts are those of Nix' own parser ("syntax error, unexpected X, expecting Y").
 */
import type { AttrName, Attrs, Expr, Formal, Formals, Operator, Part, Variable, Where } from './ast.js'
import { addBinding, addInherited, emptyAttrs } from './bindings.js'
import { fromBytes } from './bytes.js'
import { SyntaxFailure } from './failure.js'
import { intern } from './intern.js'
import { tokenize } from './lexer.js'
import { canonicalPath } from './paths.js'
import { Pos, type Source } from './source.js'
import { type IndentedPart, stripIndentation, unescapeQuoted } from './strings.js'
import { T, type TokenKind, tokenName } from './tokens.js'

type Associativity = 'left' | 'right' | 'none'

/** Binary operators: how tightly they bind, and to which side. Between 6 and 8 stands `!`, above 11 unary minus. */
const operators: ReadonlyMap<TokenKind, readonly [Operator | '?', number, Associativity]> = new Map<
  TokenKind,
  readonly [Operator | '?', number, Associativity]
>([
  [T.implies, ['->', 1, 'right']],
  [T.or, ['||', 2, 'left']],
  [T.and, ['&&', 3, 'left']],
  [T.equal, ['==', 4, 'none']],
  [T.notEqual, ['!=', 4, 'none']],
  [T.less, ['<', 5, 'none']],
  [T.greater, ['>', 5, 'none']],
  [T.lessOrEqual, ['<=', 5, 'none']],
  [T.greaterOrEqual, ['>=', 5, 'none']],
  [T.update, ['//', 6, 'right']],
  [T.plus, ['+', 8, 'left']],
  [T.minus, ['-', 8, 'left']],
  [T.times, ['*', 9, 'left']],
  [T.divide, ['/', 9, 'left']],
  [T.concat, ['++', 10, 'right']],
  [T.question, ['?', 11, 'none']],
])
const notPrecedence = 7
const negatePrecedence = 12

const startsOperand = new Set<TokenKind>([
  T.identifier,
  T.integer,
  T.float,
  T.quote,
  T.indentedOpen,
  T.path,
  T.homePath,
  T.searchPath,
  T.uri,
  T.parenOpen,
  T.rec,
  T.braceOpen,
  T.bracketOpen,
])

/** Until the resolver has run, every variable is taken for a global. */
const unresolved: Where = { kind: 'global' }
const variable = (name: string, at: number): Variable => ({ kind: 'variable', at, name, where: unresolved })

export interface ParseOptions {
  /** What `~/` stands for. Without it, such a path is an error (pure evaluation). */
  readonly home?: string | undefined
}

/** Parses a whole text. Throws a SyntaxFailure. Variables are not resolved yet. */
export const parseExpression = (source: Source, options: ParseOptions = {}): Expr => {
  const tokens = tokenize(source)
  const { kinds, starts, ends } = tokens
  const { text } = source
  let at = 0
  let kind: TokenKind = kinds[0]!

  const next = (): void => {
    at++
    kind = kinds[at]!
  }
  const here = (): number => starts[at]!
  const peek = (ahead: number): TokenKind => kinds[Math.min(at + ahead, kinds.length - 1)]!
  const slice = (): string => text.slice(starts[at]!, ends[at]!)
  const failAt = (message: string, offset: number): SyntaxFailure =>
    new SyntaxFailure('nix-syntax', message, new Pos(source, offset))

  const unexpected = (expecting = ''): SyntaxFailure => {
    if (kind === T.failure) return tokens.failure!
    const rest = expecting === '' ? '' : `, expecting ${expecting}`
    return failAt(`syntax error, unexpected ${tokenName(kind)}${rest}`, here())
  }
  const expect = (wanted: TokenKind, expecting = tokenName(wanted)): void => {
    if (kind !== wanted) throw unexpected(expecting)
    next()
  }

  const expression = (): Expr => {
    const start = here()
    switch (kind) {
      case T.identifier:
        if (peek(1) === T.colon) {
          const argument = intern(slice())
          next()
          next()
          return lambda(start, argument, undefined)
        }
        if (peek(1) === T.at) {
          const argument = intern(slice())
          next()
          next()
          if (kind !== T.braceOpen) throw unexpected("'{'")
          const formals = formalSet()
          checkFormals(formals, argument, start)
          expect(T.colon)
          return lambda(start, argument, formals)
        }
        break
      case T.braceOpen:
        if (startsFormals()) {
          const formals = formalSet()
          let argument: string | undefined
          if (kind === T.at) {
            next()
            if (kind !== T.identifier) throw unexpected('identifier')
            argument = intern(slice())
            next()
          }
          checkFormals(formals, argument, start)
          expect(T.colon, argument === undefined ? "':' or '@'" : "':'")
          return lambda(start, argument, formals)
        }
        break
      case T.assert: {
        next()
        const condition = expression()
        expect(T.semicolon)
        return { kind: 'assert', at: start, condition, body: expression() }
      }
      case T.with: {
        next()
        const scope = expression()
        expect(T.semicolon)
        return { kind: 'with', at: start, scope, body: expression() }
      }
      case T.let: {
        if (peek(1) === T.braceOpen) break
        next()
        const attrs = bindings(start, T.in)
        if (attrs.dynamic.length > 0) throw failAt('dynamic attributes not allowed in let', start)
        next()
        return { kind: 'let', at: start, attrs, body: expression() }
      }
      case T.if: {
        next()
        const condition = expression()
        expect(T.then)
        const yes = expression()
        expect(T.else)
        return { kind: 'if', at: start, condition, yes, no: expression() }
      }
    }
    return pipes(operation(0))
  }

  const lambda = (start: number, argument: string | undefined, formals: Formals | undefined): Expr => ({
    kind: 'lambda',
    at: start,
    argument,
    formals,
    body: expression(),
    name: undefined,
  })

  const startsFormals = (): boolean => {
    const first = peek(1)
    if (first === T.ellipsis) return true
    const second = peek(2)
    if (first === T.braceClose) return second === T.colon || second === T.at
    return first === T.identifier && (second === T.comma || second === T.question || second === T.braceClose)
  }

  const formalSet = (): Formals => {
    next()
    const list: Formal[] = []
    let ellipsis = false
    for (;;) {
      if (kind === T.braceClose) break
      if (kind === T.ellipsis) {
        ellipsis = true
        next()
        if (kind !== T.braceClose) throw unexpected("'}'")
        break
      }
      if (kind !== T.identifier) throw unexpected("identifier or '}' or '...'")
      const formalAt = here()
      const name = intern(slice())
      next()
      let fallback: Expr | undefined
      if (kind === T.question) {
        next()
        fallback = expression()
      }
      list.push({ name, at: formalAt, fallback })
      if (kind === T.comma) next()
      else if (kind !== T.braceClose) throw unexpected("'}' or ','")
    }
    next()
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
    if (twice) throw failAt(`duplicate formal function argument '${twice.name}'`, twice.at)
    if (argument !== undefined && seen.has(argument))
      throw failAt(`duplicate formal function argument '${argument}'`, start)
  }

  /** `a |> f |> g` and `f <| g <| a`; the two can't be mixed without parentheses. */
  const pipes = (first: Expr): Expr => {
    if (kind === T.pipeInto) {
      let value = first
      while (kind === T.pipeInto) {
        const operator = here()
        next()
        value = call(operation(0), value, operator)
      }
      return value
    }
    if (kind === T.pipeFrom) {
      const operator = here()
      next()
      const argument = operation(0)
      return call(first, kind === T.pipeFrom ? pipes(argument) : argument, operator)
    }
    return first
  }

  const call = (callee: Expr, argument: Expr, start: number): Expr => {
    if (callee.kind === 'call') {
      callee.args.push(argument)
      return callee
    }
    return { kind: 'call', at: start, callee, args: [argument] }
  }

  const operation = (minimum: number): Expr => {
    let left = prefix()
    for (;;) {
      const found = operators.get(kind)
      if (found === undefined || found[1] < minimum) return left
      const [operator, precedence, side] = found
      const operatorAt = here()
      next()
      if (operator === '?') left = { kind: 'hasAttr', at: operatorAt, target: left, path: attrPath() }
      else {
        const right = operation(side === 'right' ? precedence : precedence + 1)
        left = { kind: 'operation', at: operatorAt, operator, left, right }
      }
      if (side === 'none' && operators.get(kind)?.[1] === precedence) throw unexpected()
    }
  }

  const prefix = (): Expr => {
    const start = here()
    if (kind === T.not) {
      next()
      return { kind: 'not', at: start, operand: operation(notPrecedence + 1) }
    }
    if (kind === T.minus) {
      next()
      return { kind: 'negate', at: start, operand: operation(negatePrecedence + 1) }
    }
    return application()
  }

  const isOperand = (): boolean => startsOperand.has(kind) || (kind === T.let && peek(1) === T.braceOpen)

  const application = (): Expr => {
    const start = here()
    let callee = selection()
    while (isOperand()) callee = call(callee, selection(), start)
    return callee
  }

  const selection = (): Expr => {
    const start = here()
    const target = simple()
    if (kind === T.dot) {
      next()
      const path = attrPath()
      let fallback: Expr | undefined
      if (kind === T.orKeyword) {
        next()
        fallback = selection()
      }
      return { kind: 'select', at: start, target, path, fallback }
    }
    if (kind === T.orKeyword) {
      // `f or` is f called with a variable named `or`: nixpkgs once had a function of that name.
      const or = variable('or', here())
      next()
      return { kind: 'call', at: start, callee: target, args: [or] }
    }
    return target
  }

  const simple = (): Expr => {
    const start = here()
    switch (kind) {
      case T.identifier: {
        const name = intern(slice())
        next()
        return name === '__curPos' ? { kind: 'curPos', at: start } : variable(name, start)
      }
      case T.integer: {
        const digits = slice()
        next()
        const value = Number(digits)
        return { kind: 'integer', at: start, value: Number.isSafeInteger(value) ? value : BigInt(digits) }
      }
      case T.float: {
        const value = Number(slice())
        next()
        return { kind: 'float', at: start, value }
      }
      case T.quote: {
        const { literal, parts } = quoted()
        return literal === undefined
          ? { kind: 'interpolation', at: start, parts }
          : { kind: 'string', at: start, value: literal }
      }
      case T.indentedOpen:
        return indented()
      case T.path:
      case T.homePath:
        return path()
      case T.searchPath: {
        const name = slice().slice(1, -1)
        next()
        return {
          kind: 'searchPath',
          at: start,
          path: name,
          findFile: variable('__findFile', start),
          nixPath: variable('__nixPath', start),
        }
      }
      case T.uri: {
        const value = slice()
        next()
        return { kind: 'string', at: start, value }
      }
      case T.parenOpen: {
        next()
        const inner = expression()
        expect(T.parenClose)
        return inner
      }
      case T.let: {
        if (peek(1) !== T.braceOpen) break
        next()
        next()
        const attrs = bindings(start, T.braceClose)
        attrs.recursive = true
        next()
        return {
          kind: 'select',
          at: start,
          target: attrs,
          path: [{ name: 'body', at: start }],
          fallback: undefined,
        }
      }
      case T.rec: {
        next()
        expect(T.braceOpen)
        const attrs = bindings(start, T.braceClose)
        attrs.recursive = true
        next()
        return attrs
      }
      case T.braceOpen: {
        next()
        const attrs = bindings(start, T.braceClose)
        next()
        return attrs
      }
      case T.bracketOpen: {
        next()
        const items: Expr[] = []
        while (isOperand()) items.push(selection())
        if (kind !== T.bracketClose) throw unexpected()
        next()
        return { kind: 'list', at: start, items }
      }
    }
    throw unexpected()
  }

  /** Bindings up to (not over) the token `close`. */
  const bindings = (start: number, close: TokenKind): Attrs => {
    const attrs = emptyAttrs(start)
    while (kind !== close) {
      if (kind === T.inherit) {
        inherit(attrs)
        continue
      }
      if (kind !== T.identifier && kind !== T.orKeyword && kind !== T.quote && kind !== T.dollarCurly)
        throw unexpected("'inherit'")
      const bindingAt = here()
      const names = attrPath()
      if (kind !== T.assign) throw unexpected("'.' or '='")
      next()
      const value = expression()
      addBinding(source, attrs, names, value, bindingAt)
      expect(T.semicolon)
    }
    return attrs
  }

  const inherit = (attrs: Attrs): void => {
    next()
    let from: number | undefined
    if (kind === T.parenOpen) {
      next()
      attrs.inheritFrom.push(expression())
      from = attrs.inheritFrom.length - 1
      expect(T.parenClose)
    }
    while (kind !== T.semicolon) {
      const nameAt = here()
      const { name } = attrName(() => unexpected())
      if (name === undefined) throw failAt('dynamic attributes not allowed in inherit', nameAt)
      addInherited(
        source,
        attrs,
        name,
        from === undefined
          ? { kind: 'inherit', at: nameAt, value: variable(name, nameAt) }
          : { kind: 'inheritFrom', at: nameAt, from, name },
      )
    }
    next()
  }

  const attrPath = (): AttrName[] => {
    const wanted = () => unexpected("identifier or 'or' or '${' or '\"'")
    const names = [attrName(wanted)]
    while (kind === T.dot) {
      next()
      names.push(attrName(wanted))
    }
    return names
  }

  const attrName = (otherwise: () => SyntaxFailure): AttrName => {
    const start = here()
    if (kind === T.identifier || kind === T.orKeyword) {
      const name = intern(slice())
      next()
      return { name, at: start }
    }
    if (kind === T.quote) {
      const { literal, parts } = quoted()
      return literal === undefined
        ? { expr: { kind: 'interpolation', at: start, parts }, at: start }
        : { name: intern(literal), at: start }
    }
    if (kind === T.dollarCurly) {
      next()
      const expr = expression()
      expect(T.braceClose)
      return expr.kind === 'string' ? { name: intern(expr.value), at: start } : { expr, at: start }
    }
    throw otherwise()
  }

  const interpolated = (parts: { at: number; expr: Expr }[]): void => {
    const start = here()
    next()
    const expr = expression()
    expect(T.braceClose)
    parts.push({ at: start, expr })
  }

  const noNull = (value: string, start: number): string => {
    if (!value.includes('\0')) return value
    const shown = fromBytes(value).replaceAll('\0', '␀')
    throw failAt(
      `input string '${shown}' cannot be represented as Nix string because it contains null bytes`,
      start,
    )
  }

  const quoted = (): { literal: string | undefined; parts: Part[] } => {
    next()
    const parts: Part[] = []
    let literal: string | undefined = ''
    for (;;) {
      if (kind === T.string) {
        const value = noNull(unescapeQuoted(slice()), here())
        if (parts.length === 0) literal = value
        else literal = undefined
        parts.push({ at: here(), expr: { kind: 'string', at: here(), value } })
        next()
      } else if (kind === T.dollarCurly) {
        literal = undefined
        interpolated(parts)
      } else break
    }
    expect(T.quote)
    return { literal, parts }
  }

  const indented = (): Expr => {
    const start = here()
    next()
    const parts: IndentedPart[] = []
    for (;;) {
      const partAt = here()
      if (kind === T.indentedString)
        parts.push({ kind: 'literal', at: partAt, text: noNull(slice(), partAt) })
      else if (kind === T.indentedEscape)
        parts.push({ kind: 'escape', at: partAt, text: indentedEscape(slice()) })
      else if (kind === T.dollarCurly) {
        next()
        const expr = expression()
        if (kind !== T.braceClose) throw unexpected("'}'")
        parts.push({ kind: 'expr', at: partAt, expr })
      } else break
      next()
    }
    expect(T.indentedClose, "indented string or '${' or end of an indented string")
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
    const start = here()
    const literal = slice()
    const home = kind === T.homePath
    if (home && options.home === undefined)
      throw failAt(`the path '${literal}' can not be resolved in pure mode`, start)
    next()
    let absolute: string
    if (home) absolute = `${options.home}${literal.slice(1)}`
    else {
      absolute = canonicalPath(literal, source.folder)
      if (literal.length > 1 && literal.endsWith('/') && absolute !== '/') absolute += '/'
    }
    const first: Expr = { kind: 'path', at: start, path: absolute, home }
    const parts: Part[] = [{ at: start, expr: first }]
    while (kind !== T.pathEnd) {
      if (kind === T.dollarCurly) interpolated(parts)
      else if (kind === T.string) {
        parts.push({ at: here(), expr: { kind: 'string', at: here(), value: slice() } })
        next()
      } else throw unexpected()
    }
    next()
    return parts.length === 1 ? first : { kind: 'pathInterpolation', at: start, parts }
  }

  const result = expression()
  expect(T.end)
  return result
}
