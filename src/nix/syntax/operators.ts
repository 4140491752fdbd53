import type { Operator } from './ast.js'
import { T, type TokenKind } from './tokens.js'

type Associativity = 'left' | 'right' | 'none'

/** Binary operators: how tightly they bind, and to which side. Between 6 and 8 stands `!`, above 11 unary minus. */
export const operators: ReadonlyMap<TokenKind, readonly [Operator | '?', number, Associativity]> = new Map<
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
export const notPrecedence = 7
export const negatePrecedence = 12
