/** The place in a text's tokens that the parser has come to. All of them are there already, so it can look ahead. */
import { SyntaxFailure } from './failure.js'
import { type Tokens, tokenize } from './lexer.js'
import { Pos, type Source } from './source.js'
import { T, type TokenKind, tokenName } from './tokens.js'

export class Cursor {
  /** The kind of the token here. */
  kind: TokenKind
  private at = 0
  private readonly tokens: Tokens

  constructor(readonly source: Source) {
    this.tokens = tokenize(source)
    this.kind = this.tokens.kinds[0]!
  }

  next(): void {
    this.at++
    this.kind = this.tokens.kinds[this.at]!
  }

  /** Where the token here starts. */
  here(): number {
    return this.tokens.starts[this.at]!
  }

  /** The kind of the token so many further on. */
  peek(ahead: number): TokenKind {
    const { kinds } = this.tokens
    return kinds[Math.min(this.at + ahead, kinds.length - 1)]!
  }

  /** The text of the token here. */
  slice(): string {
    const { starts, ends } = this.tokens
    return this.source.text.slice(starts[this.at]!, ends[this.at]!)
  }

  failAt(message: string, offset: number): SyntaxFailure {
    return new SyntaxFailure('nix-syntax', message, new Pos(this.source, offset))
  }

  /** The error for the token here, in the words of Nix. */
  unexpected(expecting = ''): SyntaxFailure {
    if (this.kind === T.failure) return this.tokens.failure!
    const rest = expecting === '' ? '' : `, expecting ${expecting}`
    return this.failAt(`syntax error, unexpected ${tokenName(this.kind)}${rest}`, this.here())
  }

  /** Goes over a token of the kind `wanted`. Throws a SyntaxFailure for any other. */
  expect(wanted: TokenKind, expecting = tokenName(wanted)): void {
    if (this.kind !== wanted) throw this.unexpected(expecting)
    this.next()
  }
}
