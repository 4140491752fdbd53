import type { Expr } from './ast.js'
import { type ParseOptions, parseExpression } from './parser.js'
import { type Globals, resolve } from './scope.js'
import type { Source } from './source.js'

/** A parsed and resolved text. */
export interface Ast {
  readonly source: Source
  readonly root: Expr
}

export interface Surroundings extends ParseOptions {
  /** Names that are there without being defined (the builtins). */
  readonly globals: Globals
  /** Names of a scope given from outside, innermost of all that is outside (`scopedImport`). */
  readonly scope?: readonly string[] | undefined
}

/**
 * Parses a Nix expression and resolves its variables.
 *
 * @throws SyntaxFailure with Nix' own message: syntax errors, duplicate attributes and formals, undefined variables
 */
export const parse = (source: Source, around: Surroundings): Ast => {
  const root = parseExpression(source, around)
  resolve(root, source, around.globals, around.scope)
  return { source, root }
}
