/** Tokens of one character, and of two: the longer one is meant where both fit. */
import { T, type TokenKind } from './tokens.js'

export const single: Record<string, TokenKind> = {
  '[': T.bracketOpen,
  ']': T.bracketClose,
  '(': T.parenOpen,
  ')': T.parenClose,
  '.': T.dot,
  ',': T.comma,
  ';': T.semicolon,
  ':': T.colon,
  '@': T.at,
  '?': T.question,
  '=': T.assign,
  '+': T.plus,
  '-': T.minus,
  '*': T.times,
  '/': T.divide,
  '<': T.less,
  '>': T.greater,
  '!': T.not,
}

export const double: Record<string, TokenKind> = {
  '==': T.equal,
  '!=': T.notEqual,
  '<=': T.lessOrEqual,
  '>=': T.greaterOrEqual,
  '&&': T.and,
  '||': T.or,
  '->': T.implies,
  '//': T.update,
  '++': T.concat,
  '<|': T.pipeFrom,
  '|>': T.pipeInto,
}
