import { expect, it } from 'vitest'
import { misfits } from '../../../src/terraform/document/default-value.js'
import type { DocumentValue } from '../../../src/terraform/document/shape.js'
import { readTypeConstraint } from '../../../src/terraform/document/type-constraint.js'

const of = (type: string, value: DocumentValue) => {
  const read = readTypeConstraint(type)
  if ('flaw' in read) throw new Error(read.flaw)
  return misfits(value, read.type).map(({ path, wanted }) => `${path.join('.')}: ${wanted}`)
}

it.each<[string, DocumentValue, string[]]>([
  ['string', 1, []],
  ['number', '1e3', []],
  ['number', 'many', [': a number is required']],
  ['number', 2n ** 64n, []],
  ['bool', 'yes', [': a bool is required']],
  ['list(number)', ['1', 'x', 'y'], ['1: a number is required', '2: a number is required']],
  ['map(list(bool))', { a: [true], b: 1 }, ['b: a list is required']],
  ['object({ a = string, b = optional(number) })', {}, [': the attribute "a" is required']],
  ['object({ a = object({ b = string }) })', { a: { b: [] } }, ['a.b: a string is required']],
  ['tuple([string, bool])', ['a', 'b'], ['1: a bool is required']],
  ['any', [{ a: null }], []],
  ['list(string)', null, []],
])('%s takes %o but for %j', (type, value, expected) => {
  expect(of(type, value)).toEqual(expected)
})
