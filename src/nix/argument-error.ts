import type { Diagnostic, Position } from '../contracts/diagnostic.js'
import { argumentName, isArgument } from './eval/request.js'
import { toBytes } from './syntax/bytes.js'
import { SyntaxFailure } from './syntax/failure.js'
import { parseExpression } from './syntax/parser.js'
import { Source } from './syntax/source.js'

/**
 * Old Nix tells no place of a syntax error in an `--arg`, others one of their own counting: it is that of the first one
 * that does not parse.
 */
export const inArgument = (
  diagnostic: Diagnostic,
  expressions: Readonly<Record<string, string>>,
): Diagnostic => {
  if (diagnostic.code !== 'nix-syntax') return diagnostic
  if (diagnostic.labels.some(({ position }) => !isArgument(position.file))) return diagnostic
  for (const [name, text] of Object.entries(expressions)) {
    const position = syntaxError(name, text)
    if (position !== undefined) return { ...diagnostic, labels: [{ position }] }
  }
  return diagnostic
}

const syntaxError = (name: string, text: string): Position | undefined => {
  try {
    parseExpression(new Source(toBytes(argumentName(name)), toBytes(text), '/', true))
    return undefined
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error
    return error.pos.source.position(error.pos.offset)
  }
}
