/** The wire format, beside the examples of its specification (https://protobuf.dev/programming-guides/encoding/). */
import { describe, expect, it } from 'vitest'
import { decodeMessage, encodeMessage } from '../../../src/provider/wire/protobuf.js'

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex')
const hex = (encoded: Uint8Array) => Buffer.from(encoded).toString('hex')

describe('writes and reads', () => {
  it('a number: 150 in the field 1', () => {
    expect(hex(encodeMessage('Diagnostic', { severity: 150 }))).toBe('089601')
    expect(decodeMessage('Diagnostic', bytes('08 96 01'))).toEqual({ severity: 150 })
  })

  it('a string: "testing" in the field 2', () => {
    expect(hex(encodeMessage('Diagnostic', { summary: 'testing' }))).toBe('120774657374696e67')
    expect(decodeMessage('Diagnostic', bytes('12 07 74 65 73 74 69 6e 67'))).toEqual({ summary: 'testing' })
  })

  it('messages in messages, lists and maps', () => {
    const response = {
      resource_schemas: {
        a: { version: 300, block: { attributes: [{ name: 'ä', type: Buffer.of(1), required: true }] } },
        b: {},
      },
      diagnostics: [{ severity: 1 }, { attribute: { steps: [{ element_key_int: 0 }] } }],
    }
    expect(
      decodeMessage('GetProviderSchema.Response', encodeMessage('GetProviderSchema.Response', response)),
    ).toEqual(response)
  })

  it('what is longer than one byte of length can say', () => {
    const message = { raw_state: { json: Buffer.alloc(70_000, 7) } }
    expect(
      decodeMessage('UpgradeResourceState.Request', encodeMessage('UpgradeResourceState.Request', message)),
    ).toEqual(message)
  })
})

it('writes a default where it is given, and nothing where it is not', () => {
  expect(hex(encodeMessage('PathStep', { element_key_int: 0 }))).toBe('1800')
  expect(hex(encodeMessage('PathStep', { attribute_name: undefined }))).toBe('')
})

it('skips fields that it does not know, of every kind', () => {
  const unknownOnes = 'f8 01 05' + 'f9 01 0102030405060708' + 'fa 01 02 0102' + 'fd 01 01020304'
  expect(decodeMessage('Diagnostic', bytes(`${unknownOnes} 08 01`))).toEqual({ severity: 1 })
})

it('throws a RangeError for a message that breaks off, or is none', () => {
  expect(() => decodeMessage('Diagnostic', bytes('08 96'))).toThrow(RangeError)
  expect(() => decodeMessage('Diagnostic', bytes('12 07 74'))).toThrow(RangeError)
  expect(() => decodeMessage('Diagnostic', bytes('0b'))).toThrow(RangeError)
})
