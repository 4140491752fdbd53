/**
 * The grammar, by hand: recursive descent for the forms that start with a keyword, precedence climbing for operators.
 * Error texts are those of Nix' own parser ("syntax error, unexpected X, expecting Y").
 */
import type { Expr, Formals } from './ast.js'
import { Cursor } from './cursor.js'
import { intern } from './intern.js'
import { negatePrecedence, notPrecedence, operators } from './operators.js'
import { setGrammar } from './set-grammar.js'
import type { Source } from './source.js'
import { textGrammar } from './text-grammar.js'
import { T, type TokenKind } from './tokens.js'
import { variable } from './variable.js'

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

export interface ParseOptions {
  /** What `~/` stands for. Without it, such a path is an error (pure evaluation). */
  readonly home?: string | undefined
}

/** Parses a whole text. Throws a SyntaxFailure. Variables are not resolved yet. */
export const parseExpression = (source: Source, options: ParseOptions = {}): Expr => {
  const c = new Cursor(source)

  const expression = (): Expr => {
    const start = c.here()
    switch (c.kind) {
      case T.identifier:
        if (c.peek(1) === T.colon) {
          const argument = intern(c.slice())
          c.next()
          c.next()
          return lambda(start, argument, undefined)
        }
        if (c.peek(1) === T.at) {
          const argument = intern(c.slice())
          c.next()
          c.next()
          if (c.kind !== T.braceOpen) throw c.unexpected("'{'")
          const formals = formalSet()
          checkFormals(formals, argument, start)
          c.expect(T.colon)
          return lambda(start, argument, formals)
        }
        break
      case T.braceOpen:
        if (startsFormals()) {
          const formals = formalSet()
          let argument: string | undefined
          if (c.kind === T.at) {
            c.next()
            if (c.kind !== T.identifier) throw c.unexpected('identifier')
            argument = intern(c.slice())
            c.next()
          }
          checkFormals(formals, argument, start)
          c.expect(T.colon, argument === undefined ? "':' or '@'" : "':'")
          return lambda(start, argument, formals)
        }
        break
      case T.assert: {
        c.next()
        const condition = expression()
        c.expect(T.semicolon)
        return { kind: 'assert', at: start, condition, body: expression() }
      }
      case T.with: {
        c.next()
        const scope = expression()
        c.expect(T.semicolon)
        return { kind: 'with', at: start, scope, body: expression() }
      }
      case T.let: {
        if (c.peek(1) === T.braceOpen) break
        c.next()
        const attrs = bindings(start, T.in)
        if (attrs.dynamic.length > 0) throw c.failAt('dynamic attributes not allowed in let', start)
        c.next()
        return { kind: 'let', at: start, attrs, body: expression() }
      }
      case T.if: {
        c.next()
        const condition = expression()
        c.expect(T.then)
        const yes = expression()
        c.expect(T.else)
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

  /** `a |> f |> g` and `f <| g <| a`; the two can't be mixed without parentheses. */
  const pipes = (first: Expr): Expr => {
    if (c.kind === T.pipeInto) {
      let value = first
      while (c.kind === T.pipeInto) {
        const operator = c.here()
        c.next()
        value = call(operation(0), value, operator)
      }
      return value
    }
    if (c.kind === T.pipeFrom) {
      const operator = c.here()
      c.next()
      const argument = operation(0)
      return call(first, c.kind === T.pipeFrom ? pipes(argument) : argument, operator)
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
      const found = operators.get(c.kind)
      if (found === undefined || found[1] < minimum) return left
      const [operator, precedence, side] = found
      const operatorAt = c.here()
      c.next()
      if (operator === '?') left = { kind: 'hasAttr', at: operatorAt, target: left, path: attrPath() }
      else {
        const right = operation(side === 'right' ? precedence : precedence + 1)
        left = { kind: 'operation', at: operatorAt, operator, left, right }
      }
      if (side === 'none' && operators.get(c.kind)?.[1] === precedence) throw c.unexpected()
    }
  }

  const prefix = (): Expr => {
    const start = c.here()
    if (c.kind === T.not) {
      c.next()
      return { kind: 'not', at: start, operand: operation(notPrecedence + 1) }
    }
    if (c.kind === T.minus) {
      c.next()
      return { kind: 'negate', at: start, operand: operation(negatePrecedence + 1) }
    }
    return application()
  }

  const isOperand = (): boolean =>
    startsOperand.has(c.kind) || (c.kind === T.let && c.peek(1) === T.braceOpen)

  const application = (): Expr => {
    const start = c.here()
    let callee = selection()
    while (isOperand()) callee = call(callee, selection(), start)
    return callee
  }

  const selection = (): Expr => {
    const start = c.here()
    const target = simple()
    if (c.kind === T.dot) {
      c.next()
      const path = attrPath()
      let fallback: Expr | undefined
      if (c.kind === T.orKeyword) {
        c.next()
        fallback = selection()
      }
      return { kind: 'select', at: start, target, path, fallback }
    }
    if (c.kind === T.orKeyword) {
      // `f or` is f called with a variable named `or`: nixpkgs once had a function of that name.
      const or = variable('or', c.here())
      c.next()
      return { kind: 'call', at: start, callee: target, args: [or] }
    }
    return target
  }

  const simple = (): Expr => {
    const start = c.here()
    switch (c.kind) {
      case T.identifier: {
        const name = intern(c.slice())
        c.next()
        return name === '__curPos' ? { kind: 'curPos', at: start } : variable(name, start)
      }
      case T.integer: {
        const digits = c.slice()
        c.next()
        const value = Number(digits)
        return { kind: 'integer', at: start, value: Number.isSafeInteger(value) ? value : BigInt(digits) }
      }
      case T.float: {
        const value = Number(c.slice())
        c.next()
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
        const name = c.slice().slice(1, -1)
        c.next()
        return {
          kind: 'searchPath',
          at: start,
          path: name,
          findFile: variable('__findFile', start),
          nixPath: variable('__nixPath', start),
        }
      }
      case T.uri: {
        const value = c.slice()
        c.next()
        return { kind: 'string', at: start, value }
      }
      case T.parenOpen: {
        c.next()
        const inner = expression()
        c.expect(T.parenClose)
        return inner
      }
      case T.let: {
        if (c.peek(1) !== T.braceOpen) break
        c.next()
        c.next()
        const attrs = bindings(start, T.braceClose)
        attrs.recursive = true
        c.next()
        return {
          kind: 'select',
          at: start,
          target: attrs,
          path: [{ name: 'body', at: start }],
          fallback: undefined,
        }
      }
      case T.rec: {
        c.next()
        c.expect(T.braceOpen)
        const attrs = bindings(start, T.braceClose)
        attrs.recursive = true
        c.next()
        return attrs
      }
      case T.braceOpen: {
        c.next()
        const attrs = bindings(start, T.braceClose)
        c.next()
        return attrs
      }
      case T.bracketOpen: {
        c.next()
        const items: Expr[] = []
        while (isOperand()) items.push(selection())
        if (c.kind !== T.bracketClose) throw c.unexpected()
        c.next()
        return { kind: 'list', at: start, items }
      }
    }
    throw c.unexpected()
  }

  const text = textGrammar(c, expression, options.home)
  const { quoted, indented, path } = text
  const { bindings, attrPath, startsFormals, formalSet, checkFormals } = setGrammar(c, expression, text)

  const result = expression()
  c.expect(T.end)
  return result
}
