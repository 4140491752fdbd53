/** Values that a test or a state gives get the shape of the schema. */
import { expect, it } from 'vitest'
import type { Block } from '../../../src/provider/schema.js'
import { conform, conformAttribute } from '../../../src/provider/values/conform.js'
import { dynamic, unknown } from '../../../src/provider/values/value.js'

const disk: Block = { attributes: { size: { type: 'number', optional: true } } }

const block: Block = {
  attributes: {
    id: { type: 'string', computed: true },
    pair: { type: ['object', { a: 'string', b: 'number' }], optional: true },
    any: { type: 'dynamic', optional: true },
    nested: {
      nested_type: { nesting_mode: 'list', attributes: { x: { type: 'string' }, y: { type: 'string' } } },
    },
  },
  block_types: {
    one: { nesting_mode: 'single', block: disk },
    group: { nesting_mode: 'group', block: disk },
    list: { nesting_mode: 'list', block: disk },
    map: { nesting_mode: 'map', block: disk },
  },
}

it('has every attribute and block of the schema', () => {
  expect(conform(block, {})).toEqual({
    id: null,
    pair: null,
    any: null,
    nested: null,
    one: null,
    group: { size: null },
    list: [],
    map: {},
  })
})

it('drops what the schema does not know, however deep', () => {
  const { id, list, nested } = conform(block, {
    id: 'a',
    gone: 1,
    list: [{ size: 1, gone: 2 }],
    nested: [{ x: 'x', gone: 3 }],
  })
  expect({ id, list, nested }).toEqual({ id: 'a', list: [{ size: 1 }], nested: [{ x: 'x', y: null }] })
})

it('fills in the attributes that an object lacks', () => {
  expect(conform(block, { pair: { a: 'a' } }).pair).toEqual({ a: 'a', b: null })
})

it('gives a value of dynamic type its type: as a state notes it, or as the value shows it', () => {
  expect(conform(block, { any: { type: ['list', 'string'], value: ['a'] } }).any).toEqual(
    dynamic(['list', 'string'], ['a']),
  )
  expect(conform(block, { any: { a: [1, true, null] } }).any).toEqual(
    dynamic(['object', { a: ['tuple', ['number', 'bool', 'dynamic']] }], { a: [1, true, null] }),
  )
})

it('leaves unknown values alone', () => {
  expect(conformAttribute({ type: 'dynamic' }, unknown)).toBe(unknown)
})
