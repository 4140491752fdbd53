/** Numbers of states come through without a digit changed. */
import { describe, expect, it } from 'vitest'
import { parseExactly, toJson } from '../../../src/provider/values/json.js'
import { dynamic } from '../../../src/provider/values/value.js'

describe('reading JSON exactly', () => {
  it.each([
    ['1', 1],
    ['-0.5', -0.5],
    ['1e3', 1000],
    ['9007199254740993', '9007199254740993'],
    ['0.1234567890123456789', '0.1234567890123456789'],
  ])('%s', (text, value) => {
    expect(parseExactly(`{"n": [${text}]}`)).toEqual({ n: [value] })
  })

  it('does not touch digits in strings', () => {
    expect(parseExactly('{"9007199254740993": "a \\" 9007199254740993"}')).toEqual({
      '9007199254740993': 'a " 9007199254740993',
    })
  })

  it('throws a SyntaxError for what is no JSON', () => {
    expect(() => parseExactly('{')).toThrow(SyntaxError)
  })
})

it('writes a value of dynamic type as a state has it, and a bigint as its digits', () => {
  expect(toJson({ any: dynamic('number', 9007199254740993n) })).toEqual({
    any: { type: 'number', value: '9007199254740993' },
  })
})
