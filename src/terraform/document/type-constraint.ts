/**
 * Type constraints of variables, `object({ name = string, size = optional(number, 1) })`, read; or what is wrong with
 * one, in Terraform's words.
 */
import { nextToken, type Token } from './template/lexer.js'

export type TypeConstraint =
  | { readonly kind: 'string' | 'number' | 'bool' | 'any' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly element: TypeConstraint }
  | { readonly kind: 'tuple'; readonly elements: readonly TypeConstraint[] }
  | { readonly kind: 'object'; readonly attributes: ReadonlyMap<string, Attribute> }

export interface Attribute {
  readonly type: TypeConstraint
  readonly optional: boolean
}

export type ReadTypeConstraint = { readonly type: TypeConstraint } | { readonly flaw: string }

/** Reads a type constraint as it stands in `variable.type`. */
export const readTypeConstraint = (text: string): ReadTypeConstraint => {
  // Terraform still reads the forms of before 0.12, alone.
  const old = /^\s*(list|map)\s*$/.exec(text)?.[1] as 'list' | 'map' | undefined
  if (old !== undefined) return { type: { kind: old, element: { kind: 'any' } } }
  try {
    const reader: Reader = { text, at: 0 }
    const type = readType(reader)
    if (take(reader).kind !== 'end') throw new Flaw(neither)
    return { type }
  } catch (flaw) {
    if (flaw instanceof Flaw) return { flaw: flaw.message }
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

const isPrimitive = (word: string): word is 'bool' | 'number' | 'string' | 'any' =>
  word === 'bool' || word === 'number' || word === 'string' || word === 'any'

const isOfOne = (word: string): word is 'list' | 'set' | 'map' =>
  word === 'list' || word === 'set' || word === 'map'

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

const readType = (reader: Reader): TypeConstraint => {
  const word = take(reader)
  if (word.kind !== 'name') throw new Flaw(neither)
  const isCall = isSign(peek(reader), '(')
  if (isPrimitive(word.text)) {
    if (isCall) throw new Flaw(`Primitive type keyword "${word.text}" does not expect arguments.`)
    return { kind: word.text }
  }
  if (isOfOne(word.text)) return { kind: word.text, element: readElement(reader, word.text) }
  if (word.text === 'tuple') return { kind: 'tuple', elements: readTuple(reader) }
  if (word.text === 'object') return { kind: 'object', attributes: readObject(reader) }
  if (word.text === 'optional' && isCall)
    throw new Flaw('Keyword "optional" is valid only as a modifier for object type attributes.')
  throw new Flaw(
    isCall
      ? `Keyword "${word.text}" is not a valid type constructor.`
      : `The keyword "${word.text}" is not a valid type specification.`,
  )
}

const readElement = (reader: Reader, name: string): TypeConstraint => {
  const rule = `The ${name} type constructor requires one argument specifying the element type.`
  expect(reader, '(', rule)
  if (isSign(peek(reader), ')')) throw new Flaw(rule)
  const element = readType(reader)
  expect(reader, ')', rule)
  return element
}

const readTuple = (reader: Reader): readonly TypeConstraint[] => {
  const elements: TypeConstraint[] = []
  expect(
    reader,
    '(',
    'The tuple type constructor requires one argument specifying the element types as a list.',
  )
  expect(reader, '[', 'Tuple type constructor requires a list of element types.')
  while (!isSign(peek(reader), ']')) {
    elements.push(readType(reader))
    if (!isSign(peek(reader), ']'))
      expect(reader, ',', 'Tuple type constructor requires a list of element types.')
  }
  take(reader)
  expect(
    reader,
    ')',
    'The tuple type constructor requires one argument specifying the element types as a list.',
  )
  return elements
}

const objectRule =
  'Object type constructor requires a map whose keys are attribute names and whose values are the corresponding attribute types.'

const readObject = (reader: Reader): ReadonlyMap<string, Attribute> => {
  expect(
    reader,
    '(',
    'The object type constructor requires one argument specifying the attribute types and values as a map.',
  )
  expect(reader, '{', objectRule)
  const attributes = new Map<string, Attribute>()
  while (!isSign(peek(reader), '}')) {
    const name = take(reader)
    if (name.kind !== 'name') throw new Flaw('Object constructor map keys must be attribute names.')
    if (attributes.has(name.text)) throw new Flaw('Object constructor map keys must be unique.')
    if (!isSign(take(reader), '=', ':')) throw new Flaw(objectRule)
    attributes.set(name.text, readAttribute(reader))
    const [next, after] = nextToken(reader.text, reader.at)
    if (next.kind === 'newline' || isSign(next, ',')) reader.at = after
    else if (!isSign(next, '}')) throw new Flaw(objectRule)
  }
  take(reader)
  expect(reader, ')', objectRule)
  return attributes
}

const readAttribute = (reader: Reader): Attribute => {
  const ahead = { ...reader }
  const word = take(ahead)
  if (word.kind !== 'name' || word.text !== 'optional' || !isSign(take(ahead), '('))
    return { type: readType(reader), optional: false }
  reader.at = ahead.at
  return { type: readOptional(reader), optional: true }
}

/** From behind the opening bracket. The default is any expression: it is skipped up to the closing bracket. */
const readOptional = (reader: Reader): TypeConstraint => {
  if (isSign(peek(reader), ')'))
    throw new Flaw('Optional attribute modifier requires the attribute type as its argument.')
  const type = readType(reader)
  const separator = take(reader)
  if (isSign(separator, ')')) return type
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
    if (isSign(token, ')', ']', '}') && depth-- === 0) return type
  }
}

const behindQuote = (text: string, from: number): number => {
  let at = from
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}
