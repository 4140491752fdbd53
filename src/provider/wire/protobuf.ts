/**
 * Protocol Buffers, as much of them as Terraform's plugin protocol uses: strings, bytes, booleans, integers, messages,
 * lists and maps of them. Messages are described by tables (`messages.ts`), so nothing is generated and no .proto is
 * read. The wire format: https://protobuf.dev/programming-guides/encoding/
 */
import type { MessageName, MessageOf } from './messages.js'
import { messages } from './messages.js'

export type Scalar = 'string' | 'bytes' | 'bool' | 'int'

export interface Field {
  readonly number: number
  /** A scalar, or the name of a message. */
  readonly type: string
  /** `list`: the field may occur many times. `map`: the same, as entries of a string and a `type`. */
  readonly many?: 'list' | 'map'
}

type Fields = Readonly<Record<string, Field>>

const varint = 0
const fixed64 = 1
const lengthDelimited = 2
const fixed32 = 5

const wireTypeOf = (type: string): number => (type === 'bool' || type === 'int' ? varint : lengthDelimited)

const fromUtf8 = new TextDecoder()

const fieldsOf = (name: string): Fields => messages[name as MessageName]

const entryFields = (type: string): Fields => ({
  key: { number: 1, type: 'string' },
  value: { number: 2, type },
})

/** The bytes of a message. A field that is present is written even if it holds its default: a `oneof` needs that. */
export const encodeMessage = <N extends MessageName>(name: N, message: MessageOf<N>): Uint8Array =>
  Buffer.concat(encodeFields(fieldsOf(name), message as Record<string, unknown>).parts)

/** Bytes in pieces, put together only once: a schema has a million of them, nested deep. */
interface Pieces {
  readonly parts: Uint8Array[]
  length: number
}

const add = (pieces: Pieces, part: Uint8Array): void => {
  pieces.parts.push(part)
  pieces.length += part.length
}

const encodeFields = (fields: Fields, message: Readonly<Record<string, unknown>>): Pieces => {
  const pieces: Pieces = { parts: [], length: 0 }
  for (const name in message) {
    const field = fields[name]
    const value = message[name]
    if (field === undefined || value === undefined) continue
    if (field.many === 'list') for (const each of value as readonly unknown[]) addField(pieces, field, each)
    else if (field.many === 'map') addEntries(pieces, field, value as Readonly<Record<string, unknown>>)
    else addField(pieces, field, value)
  }
  return pieces
}

const addField = (pieces: Pieces, { number, type }: Omit<Field, 'many'>, value: unknown): void => {
  add(pieces, varintBytes(number * 8 + wireTypeOf(type)))
  switch (type as Scalar) {
    case 'string': {
      const bytes = Buffer.from(value as string)
      add(pieces, varintBytes(bytes.length))
      add(pieces, bytes)
      break
    }
    case 'bytes':
      add(pieces, varintBytes((value as Uint8Array).length))
      add(pieces, value as Uint8Array)
      break
    case 'bool':
      add(pieces, varintBytes(value ? 1 : 0))
      break
    case 'int':
      add(pieces, varintBytes(value as number))
      break
    default:
      addMessage(pieces, fieldsOf(type), value as Record<string, unknown>)
  }
}

const addMessage = (pieces: Pieces, fields: Fields, message: Readonly<Record<string, unknown>>): void => {
  const inner = encodeFields(fields, message)
  add(pieces, varintBytes(inner.length))
  for (const part of inner.parts) add(pieces, part)
}

const addEntries = (pieces: Pieces, field: Field, entries: Readonly<Record<string, unknown>>): void => {
  const fields = entryFields(field.type)
  for (const [key, value] of Object.entries(entries)) {
    add(pieces, varintBytes(field.number * 8 + lengthDelimited))
    addMessage(pieces, fields, { key, value })
  }
}

const small = Array.from({ length: 0x80 }, (_, value) => Uint8Array.of(value))

/** Not beyond 2^53, and not below zero: the protocol has neither. */
const varintBytes = (value: number): Uint8Array => {
  const single = small[value]
  if (single !== undefined) return single
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80)
    rest = Math.floor(rest / 0x80)
  }
  bytes.push(rest)
  return Uint8Array.from(bytes)
}

/** The message in these bytes. Fields that the table does not know are skipped, as in any protobuf reader. */
export const decodeMessage = <N extends MessageName>(name: N, bytes: Uint8Array): MessageOf<N> =>
  decodeFields(fieldsOf(name), bytes) as MessageOf<N>

const decodeFields = (fields: Fields, bytes: Uint8Array): Record<string, unknown> => {
  const byNumber = new Map(Object.entries(fields).map(([name, field]) => [field.number, { name, field }]))
  const message: Record<string, unknown> = {}
  const reader = { bytes, at: 0 }
  while (reader.at < bytes.length) {
    const tag = readVarint(reader)
    const content = readContent(reader, tag % 8)
    const known = byNumber.get(Math.floor(tag / 8))
    if (known !== undefined) addOccurrence(message, known.name, known.field, content)
  }
  return message
}

const addOccurrence = (
  message: Record<string, unknown>,
  name: string,
  field: Field,
  content: number | Uint8Array,
): void => {
  if (field.many === 'map') {
    const { key = '', value } = decodeFields(entryFields(field.type), content as Uint8Array)
    message[name] = { ...(message[name] as object | undefined), [key as string]: value }
  } else if (field.many === 'list') {
    message[name] = [...((message[name] as unknown[] | undefined) ?? []), decodeOne(field.type, content)]
  } else {
    message[name] = decodeOne(field.type, content)
  }
}

const decodeOne = (type: string, content: number | Uint8Array): unknown => {
  if (typeof content === 'number') return type === 'bool' ? content !== 0 : content
  if (type === 'string') return fromUtf8.decode(content)
  return type === 'bytes' ? content : decodeFields(fieldsOf(type), content)
}

interface Reader {
  readonly bytes: Uint8Array
  at: number
}

const readContent = (reader: Reader, wireType: number): number | Uint8Array => {
  switch (wireType) {
    case varint:
      return readVarint(reader)
    case fixed64:
      return readBytes(reader, 8)
    case lengthDelimited:
      return readBytes(reader, readVarint(reader))
    case fixed32:
      return readBytes(reader, 4)
    default:
      throw new RangeError(`protobuf has no wire type ${wireType}`)
  }
}

const readVarint = (reader: Reader): number => {
  let value = 0
  for (let factor = 1; ; factor *= 0x80) {
    const byte = reader.bytes[reader.at++]
    if (byte === undefined) throw new RangeError('the protobuf message ends within a number')
    value += (byte % 0x80) * factor
    if (byte < 0x80) return value
  }
}

const readBytes = (reader: Reader, length: number): Uint8Array => {
  const end = reader.at + length
  if (end > reader.bytes.length) throw new RangeError('the protobuf message ends within a field')
  const bytes = reader.bytes.subarray(reader.at, end)
  reader.at = end
  return bytes
}
