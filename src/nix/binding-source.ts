/** What stands in a source file for the value of a binding, given the place of its name. */
import type { Position } from '../contracts/diagnostic.js'
import { fromBytes, toBytes } from './syntax/bytes.js'
import { tokenize } from './syntax/lexer.js'
import { Source } from './syntax/source.js'
import { T } from './syntax/tokens.js'

const opening = new Set<number>([T.braceOpen, T.bracketOpen, T.parenOpen, T.dollarCurly, T.let])
const closing = new Set<number>([T.braceClose, T.bracketClose, T.parenClose, T.in])

/**
 * The text of EXPR in `name = EXPR;`, its indentation taken off. Undefined where there is no such binding at the
 * position (`inherit name`, `name.more = …`) or the file is no Nix.
 */
export const bindingSource = (text: string, { file, line, column }: Position): string | undefined => {
  const source = new Source(file, toBytes(text), '/', true)
  const { kinds, starts } = tokenize(source)
  const name = starts.findIndex((start, index) => {
    if (kinds[index] !== T.identifier && kinds[index] !== T.quote) return false
    const at = source.lineAndColumn(start)
    // Some versions of Nix count characters, some bytes.
    return at.line === line && (at.column === column || source.position(start).column === column)
  })
  if (name < 0 || kinds[name] !== T.identifier || kinds[name + 1] !== T.assign) return undefined
  const end = endOfValue(kinds, name + 2)
  if (end === undefined) return undefined
  const value = source.text.slice(starts[name + 2]!, starts[end]!)
  return unindented(fromBytes(value).trimEnd())
}

/** The index of the `;` that ends the expression: not one of a `let`, a set, a `with` or an `assert` inside of it. */
const endOfValue = (kinds: readonly number[], from: number): number | undefined => {
  let depth = 0
  let more = 0
  for (let index = from; index < kinds.length; index++) {
    const kind = kinds[index]!
    if (opening.has(kind)) depth++
    else if (closing.has(kind)) depth--
    else if (depth > 0) continue
    else if (kind === T.with || kind === T.assert) more++
    else if (kind === T.semicolon && more > 0) more--
    else if (kind === T.semicolon) return index
    if (depth < 0) return undefined
  }
  return undefined
}

const unindented = (text: string): string => {
  const [first, ...rest] = text.split('\n')
  const indentation = Math.min(
    ...rest.filter(line => line.trim() !== '').map(line => /^ */.exec(line)![0].length),
  )
  return [first, ...rest.map(line => line.slice(Math.min(indentation, line.length)))].join('\n')
}
