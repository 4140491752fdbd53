/** JSON as `builtins.fromJSON` reads it: strict, integers of 64 bits apart from floats, the last of equal names wins. */
import { failure } from '../../../contracts/diagnostic.js'
import { fromBytes } from '../../syntax/bytes.js'
import { type DataBuilder, integerOf, withoutNullBytes } from './data-builder.js'
import { type JsonToken, jsonLexer } from './json-lexer.js'

/** A list or set that is still being read. */
type Open<Value> =
  | { readonly kind: 'list'; readonly items: Value[] }
  | { readonly kind: 'set'; readonly members: Map<string, Value>; name: string }

const value = "'[', '{', or a literal"

/**
 * Reads a text. It keeps its own stack, so that nesting is limited by memory only, as in Nix. Throws Nix's messages,
 * which name the line and column in the text.
 */
export const readJson = <Value>(text: string, make: DataBuilder<Value>): Value => {
  const lexer = jsonLexer(text)
  const open: Open<Value>[] = []
  let token = lexer.next()

  const syntaxError = (context: string, expected?: string) =>
    parseError(
      token.kind === 'wrong'
        ? `${problem(context)}${token.problem}; last read: '${fromBytes(token.read)}'${expected ? `; expected ${expected}` : ''}`
        : `${problem(context)}unexpected ${tokenName(token)}; expected ${expected}`,
    )
  const parseError = (message: string) =>
    failure('nix-evaluation', `[json.exception.parse_error.101] parse error at ${lexer.place()}: ${message}`)

  /** Reads `"name" :` with the name as the current token, and moves to the value. */
  const memberName = (): string => {
    if (token.kind !== 'string') throw syntaxError('object key', 'string literal')
    const name = withoutNullBytes(token.value)
    token = lexer.next()
    if (token.kind !== ':') throw syntaxError('object separator', "':'")
    token = lexer.next()
    return name
  }

  const scalar = (): Value => {
    switch (token.kind) {
      case 'string':
        return make.string(withoutNullBytes(token.value))
      case 'int': {
        const int = integerOf(token.value)
        if (int === undefined)
          throw failure('nix-evaluation', `unsigned json number ${token.value} outside of Nix integer range`)
        return make.int(int)
      }
      case 'float':
        if (!Number.isFinite(token.value))
          throw failure(
            'nix-evaluation',
            `[json.exception.out_of_range.406] number overflow parsing '${token.text}'`,
          )
        return make.float(token.value)
      case 'true':
      case 'false':
        return make.bool(token.kind === 'true')
      case 'null':
        return make.null()
      case 'wrong':
        throw syntaxError('value')
      case 'end':
        if (text === '')
          throw parseError(
            'attempting to parse an empty input; check that your input string or file contains the expected JSON',
          )
        throw syntaxError('value', value)
      default:
        throw syntaxError('value', value)
    }
  }

  /** The value that starts at the current token, or undefined where a list or set was opened and is not yet closed. */
  const start = (): { readonly done: Value } | undefined => {
    if (token.kind === '[') {
      token = lexer.next()
      if (token.kind === ']') return { done: make.list([]) }
      open.push({ kind: 'list', items: [] })
      return undefined
    }
    if (token.kind === '{') {
      token = lexer.next()
      if (token.kind === '}') return { done: make.set(new Map()) }
      open.push({ kind: 'set', members: new Map(), name: memberName() })
      return undefined
    }
    return { done: scalar() }
  }

  for (;;) {
    let read = start()
    while (read) {
      const inside = open.at(-1)
      token = lexer.next()
      if (!inside) {
        if (token.kind !== 'end') throw syntaxError('value', 'end of input')
        return read.done
      }
      if (inside.kind === 'list') inside.items.push(read.done)
      else inside.members.set(inside.name, read.done)
      if (token.kind === ',') {
        token = lexer.next()
        if (inside.kind === 'set') inside.name = memberName()
        read = undefined
      } else if (inside.kind === 'list') {
        if (token.kind !== ']') throw syntaxError('array', "']'")
        open.pop()
        read = { done: make.list(inside.items) }
      } else {
        if (token.kind !== '}') throw syntaxError('object', "'}'")
        open.pop()
        read = { done: make.set(inside.members) }
      }
    }
  }
}

const problem = (context: string): string => `syntax error while parsing ${context} - `

const tokenName = (token: JsonToken): string => {
  switch (token.kind) {
    case 'string':
      return 'string literal'
    case 'int':
    case 'float':
      return 'number literal'
    case 'true':
    case 'false':
    case 'null':
      return `${token.kind} literal`
    case 'end':
      return 'end of input'
    default:
      return `'${token.kind}'`
  }
}
