/** A Nix file as its text says it, unevaluated: the syntax tree, and the source of its parts. */
import { dirname } from 'node:path'
import { TerraneError } from '../../contracts/diagnostic.js'
import type { Expr } from '../syntax/ast.js'
import { fromBytes, toBytes } from '../syntax/bytes.js'
import { SyntaxFailure } from '../syntax/failure.js'
import { type Tokens, tokenize } from '../syntax/lexer.js'
import { parseExpression } from '../syntax/parser.js'
import { Source } from '../syntax/source.js'
import { T, type TokenKind } from '../syntax/tokens.js'

export interface SourceTree {
  readonly source: Source
  readonly root: Expr
  readonly tokens: Tokens
}

/** Reads the text of a file. Undefined: it is not Nix that can be parsed. */
export const sourceTree = (file: string, text: string): SourceTree | undefined => {
  const source = new Source(toBytes(file), toBytes(text), toBytes(dirname(file)), true)
  try {
    return { source, root: parseExpression(source), tokens: tokenize(source) }
  } catch (error) {
    if (error instanceof SyntaxFailure || error instanceof TerraneError) return undefined
    throw error
  }
}

const opening: ReadonlySet<TokenKind> = new Set([
  T.parenOpen,
  T.bracketOpen,
  T.braceOpen,
  T.dollarCurly,
  T.indentedOpen,
])
const closing: ReadonlySet<TokenKind> = new Set([T.parenClose, T.bracketClose, T.braceClose, T.indentedClose])

/** The source of the first argument of a call whose callee (`f`, `lib.f`) starts at `offset`, on one line. */
export const firstArgument = ({ source, tokens }: SourceTree, offset: number): string | undefined => {
  const callee = tokens.starts.indexOf(offset)
  if (callee < 0) return undefined
  const start = operandEnd(tokens, callee)
  const end = operandEnd(tokens, start)
  if (end <= start) return undefined
  const text = source.text.slice(tokens.starts[start], tokens.ends[end - 1])
  return fromBytes(text).replace(/\s+/g, ' ')
}

/** The index behind an operand: a bracketed or quoted group or a single token, and the selections from it. */
const operandEnd = ({ kinds }: Tokens, start: number): number => {
  let at = groupEnd(kinds, start)
  while (kinds[at] === T.dot) at = groupEnd(kinds, at + 1)
  return at
}

const groupEnd = (kinds: readonly TokenKind[], start: number): number => {
  let depth = 0
  const quotes: number[] = []
  for (let at = start; at < kinds.length; at++) {
    const kind = kinds[at]!
    if (kind === T.end || kind === T.failure) return at
    if (kind === T.quote) {
      // A quote closes the one that was opened at this depth, or opens another.
      if (quotes.at(-1) === depth) {
        quotes.pop()
        depth--
      } else quotes.push(++depth)
    } else if (opening.has(kind)) depth++
    else if (closing.has(kind)) depth--
    if (depth === 0) return at + 1
  }
  return kinds.length
}
