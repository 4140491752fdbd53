/** Values between MessagePack and here: nothing is lost on the way. */
import { ExtData, encode } from '@msgpack/msgpack'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeValue,
  dynamic,
  dynamicParts,
  encodeValue,
  isUnknown,
  sameValue,
  unknown,
  type Value,
} from '../../../src/provider/values/value.js'

const passedOn = (value: Value): Value => decodeValue(encodeValue(value))

it('passes on any value unchanged', () => {
  const { value } = fc.letrec<{ value: Value }>(tie => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constant(null),
      fc.boolean(),
      // Terraform has one zero.
      fc.double({ noNaN: true }).map(number => number + 0),
      fc.string(),
      fc.array(tie('value')),
      fc.dictionary(
        fc.string().filter(name => name !== '__proto__'),
        tie('value'),
        { noNullPrototype: true },
      ),
    ),
  }))
  fc.assert(
    fc.property(value, each => {
      expect(passedOn(each)).toEqual(each)
    }),
    { numRuns: 200 },
  )
})

it('keeps every digit of 64-bit integers', () => {
  expect(passedOn(9007199254740993n)).toBe(9007199254740993n)
  expect(passedOn(-9223372036854775808n)).toBe(-9223372036854775808n)
})

it('takes any extension for an unknown, and keeps what is known about it', () => {
  const refined = new ExtData(12, Uint8Array.of(0x81, 0x01, 0xc2))
  const received = decodeValue(encode({ a: refined }))
  expect(received).toEqual({ a: refined })
  expect(isUnknown((received as Record<string, Value>).a)).toBe(true)
})

it('sends an unknown as the protocol has it: the extension 0', () => {
  expect([...encodeValue(unknown)]).toEqual([0xd4, 0x00, 0x00])
})

it('reads the type of a value of dynamic type', () => {
  expect(dynamicParts(passedOn(dynamic(['list', 'string'], ['a'])))).toEqual({
    type: '["list","string"]',
    value: ['a'],
  })
  expect(dynamicParts(['"string"', 'a'])).toBeUndefined()
})

describe('two values are the same', () => {
  it.each<[string, Value, Value]>([
    ['whatever the order of names', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['in whatever form a number comes', 9007199254740993n, '9007199254740993'],
    ['as bytes', dynamic('string', 'x'), dynamic('string', 'x')],
  ])('%s', (_, left, right) => {
    expect(sameValue(left, right)).toBe(true)
  })
})

describe('two values differ', () => {
  it.each<[string, Value, Value]>([
    ['if both are unknown', unknown, unknown],
    ['if one has a name more', { a: null }, { a: null, b: null }],
    ['if names differ', { a: null }, { b: null }],
    ['in the order of a list', ['a', 'b'], ['b', 'a']],
    ['if one is null', null, ''],
    ['in the type of a dynamic value', dynamic('string', '1'), dynamic('number', '1')],
  ])('%s', (_, left, right) => {
    expect(sameValue(left, right)).toBe(false)
  })
})
