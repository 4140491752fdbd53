/** What each provider refuses, though Terraform lets it pass. */
import { expect, it } from 'vitest'
import type { Block } from '../../../src/provider/schema.js'
import { refusalsOf } from '../../../src/provider/values/refuse.js'
import { unknown, type Values } from '../../../src/provider/values/value.js'

const attributes = {
  key: { type: 'string', required: true },
  made: { type: 'string', computed: true },
  open: { type: 'string', computed: true, optional: true },
} as const

const block: Block = {
  attributes: { ...attributes, nested: { nested_type: { nesting_mode: 'map', attributes }, optional: true } },
  block_types: {
    list: { nesting_mode: 'list', block: { attributes } },
    set: { nesting_mode: 'set', block: { attributes } },
  },
}

const fine = { key: 'k', made: null, open: null }
const refused = (config: Values) =>
  refusalsOf(block, config).map(({ message, attribute }) => `${attribute}: ${message}`)

it('refuses nothing of what is right, or not yet known', () => {
  expect(refused({ ...fine, nested: { a: fine }, list: [fine], set: [fine] })).toEqual([])
  expect(refused({ ...fine, key: unknown, open: 'x', nested: unknown, list: unknown, set: [] })).toEqual([])
})

it('refuses what is read-only though its value is not yet known', () => {
  expect(refused({ ...fine, made: unknown })).toEqual(['made: Value for a read-only attribute'])
})

it('refuses null for what is required, and values for what is read-only, wherever they are', () => {
  const wrong = { key: null, made: 'x', open: null }
  expect(refused({ ...wrong, nested: { a: wrong }, list: [fine, wrong], set: [wrong] })).toEqual([
    'key: Missing required argument',
    'made: Value for a read-only attribute',
    'nested.key: Missing required argument',
    'nested.made: Value for a read-only attribute',
    'list.1.key: Missing required argument',
    'list.1.made: Value for a read-only attribute',
    'set.key: Missing required argument',
    'set.made: Value for a read-only attribute',
  ])
})
