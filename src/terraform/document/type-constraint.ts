/**
 * Type constraints of variables, `object({ name = string, size = optional(number, 1) })`: what is wrong with one, in
 * Terraform's words.
 */
import { nextToken, type Token } from './template/lexer.js'

/** What is wrong; `undefined`: nothing. */
export const typeConstraintFlaw = (text: string): string | undefined => {
  // Terraform still reads the forms of before 0.12, alone.
  if (/^\s*(?:list|map)\s*$/.test(text)) return undefined
  try {
    const reader: Reader = { text, at: 0 }
    readType(reader, false)
    if (take(reader).kind !== 'end') throw new Flaw(neither)
    return undefined
  } catch (flaw) {
    if (flaw instanceof Flaw) return flaw.message
    throw flaw
  }
}

class Flaw extends Error {}

interface Reader {
  readonly text: string
  at: number
}

const neither =
  'A type specification is either a primitive type keyword (bool, number, string) or a complex type constructor call, like list(string).'

const primitives = new Set(['bool', 'number', 'string', 'any'])
const ofOne = new Set(['list', 'set', 'map'])

const take = (reader: Reader): Token => {
  const [token, after] = nextToken(reader.text, reader.at)
  reader.at = after
  return token.kind === 'newline' ? take(reader) : token
}

const peek = (reader: Reader): Token => take({ ...reader })

const isSign = (token: Token, ...texts: readonly string[]): boolean =>
  token.kind === 'sign' && texts.includes(token.text)

const expect = (reader: Reader, text: string, message: string): void => {
  if (!isSign(take(reader), text)) throw new Flaw(message)
}

const readType = (reader: Reader, inObject: boolean): void => {
  const word = take(reader)
  if (word.kind !== 'name') throw new Flaw(neither)
  const isCall = isSign(peek(reader), '(')
  if (primitives.has(word.text)) {
    if (isCall) throw new Flaw(`Primitive type keyword "${word.text}" does not expect arguments.`)
  } else if (ofOne.has(word.text)) readElement(reader, word.text)
  else if (word.text === 'tuple') readTuple(reader)
  else if (word.text === 'object') readObject(reader)
  else if (word.text === 'optional' && isCall) {
    if (!inObject)
      throw new Flaw('Keyword "optional" is valid only as a modifier for object type attributes.')
    readOptional(reader)
  } else
    throw new Flaw(
      isCall
        ? `Keyword "${word.text}" is not a valid type constructor.`
        : `The keyword "${word.text}" is not a valid type specification.`,
    )
}

const readElement = (reader: Reader, name: string): void => {
  const rule = `The ${name} type constructor requires one argument specifying the element type.`
  expect(reader, '(', rule)
  if (isSign(peek(reader), ')')) throw new Flaw(rule)
  readType(reader, false)
  expect(reader, ')', rule)
}

const readTuple = (reader: Reader): void => {
  expect(
    reader,
    '(',
    'The tuple type constructor requires one argument specifying the element types as a list.',
  )
  expect(reader, '[', 'Tuple type constructor requires a list of element types.')
  while (!isSign(peek(reader), ']')) {
    readType(reader, false)
    if (!isSign(peek(reader), ']'))
      expect(reader, ',', 'Tuple type constructor requires a list of element types.')
  }
  take(reader)
  expect(
    reader,
    ')',
    'The tuple type constructor requires one argument specifying the element types as a list.',
  )
}

const objectRule =
  'Object type constructor requires a map whose keys are attribute names and whose values are the corresponding attribute types.'

const readObject = (reader: Reader): void => {
  expect(
    reader,
    '(',
    'The object type constructor requires one argument specifying the attribute types and values as a map.',
  )
  expect(reader, '{', objectRule)
  const names = new Set<string>()
  while (!isSign(peek(reader), '}')) {
    const name = take(reader)
    if (name.kind !== 'name') throw new Flaw('Object constructor map keys must be attribute names.')
    if (names.has(name.text)) throw new Flaw('Object constructor map keys must be unique.')
    names.add(name.text)
    if (!isSign(take(reader), '=', ':')) throw new Flaw(objectRule)
    readType(reader, true)
    const [next, after] = nextToken(reader.text, reader.at)
    if (next.kind === 'newline' || isSign(next, ',')) reader.at = after
    else if (!isSign(next, '}')) throw new Flaw(objectRule)
  }
  take(reader)
  expect(reader, ')', objectRule)
}

/** The default is any expression: it is skipped up to the closing bracket. */
const readOptional = (reader: Reader): void => {
  take(reader)
  if (isSign(peek(reader), ')'))
    throw new Flaw('Optional attribute modifier requires the attribute type as its argument.')
  readType(reader, true)
  const separator = take(reader)
  if (isSign(separator, ')')) return
  if (!isSign(separator, ',')) throw new Flaw(objectRule)
  for (let depth = 0; ; ) {
    const token = take(reader)
    if (token.kind === 'end') throw new Flaw(objectRule)
    if (token.kind === 'quote') reader.at = behindQuote(reader.text, token.at)
    if (isSign(token, '(', '[', '{')) depth++
    if (isSign(token, ',') && depth === 0 && !isSign(peek(reader), ')'))
      throw new Flaw(
        'Optional attribute modifier expects at most two arguments: the attribute type, and a default value.',
      )
    if (isSign(token, ')', ']', '}') && depth-- === 0) return
  }
}

const behindQuote = (text: string, from: number): number => {
  let at = from
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}
