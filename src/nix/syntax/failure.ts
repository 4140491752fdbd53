import type { DiagnosticCode } from '../../contracts/codes.js'
import { failure, type TerraneError } from '../../contracts/diagnostic.js'
import type { Pos } from './source.js'

/** What the lexer, the parser and the resolver throw. Has no stack of its own: it is data until the engine reports it. */
export class SyntaxFailure {
  constructor(
    readonly code: DiagnosticCode,
    readonly message: string,
    readonly pos: Pos,
    readonly suggestions: readonly string[] = [],
  ) {}

  toTerraneError(): TerraneError {
    const { source, offset } = this.pos
    return failure(this.code, this.message, { labels: [{ position: source.position(offset) }] })
  }
}
