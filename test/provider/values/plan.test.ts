/** What is known of an object before it is made. */
import { describe, expect, it } from 'vitest'
import type { Block } from '../../../src/provider/schema.js'
import { planValues } from '../../../src/provider/values/plan.js'
import { unknown } from '../../../src/provider/values/value.js'

const element: Block = {
  attributes: { key: { type: 'string', required: true }, made: { type: 'string', computed: true } },
}

const block: Block = {
  attributes: {
    name: { type: 'string', required: true },
    id: { type: 'string', computed: true },
    size: { type: 'number', optional: true },
    zone: { type: 'string', optional: true, computed: true },
    secret: { type: 'string', optional: true, write_only: true },
  },
  block_types: {
    list: { nesting_mode: 'list', block: element },
    set: { nesting_mode: 'set', block: element },
  },
}

const proposed = (values: object) => ({
  name: 'a',
  id: null,
  size: null,
  zone: null,
  secret: null,
  list: [],
  set: [],
  ...values,
})

describe('of a new object', () => {
  it('computed attributes without a value are unknown, others are what is configured', () => {
    expect(planValues(block, proposed({ zone: 'north' }), undefined)).toMatchObject({
      name: 'a',
      id: unknown,
      size: null,
      zone: 'north',
    })
    expect(planValues(block, proposed({}), undefined).zone).toBe(unknown)
  })

  it('so it is in blocks', () => {
    expect(planValues(block, proposed({ list: [{ key: 'k', made: null }] }), undefined).list).toEqual([
      { key: 'k', made: unknown },
    ])
  })
})

describe('of an object that is there', () => {
  it('a computed attribute that has settled to null stays null', () => {
    const prior = proposed({ id: 'i' })
    expect(planValues(block, proposed({ id: 'i', size: 2 }), prior)).toMatchObject({
      id: 'i',
      size: 2,
      zone: null,
    })
  })

  it('only what is new in a list has unknown parts', () => {
    const prior = proposed({ list: [{ key: 'k', made: null }] })
    const next = proposed({
      list: [
        { key: 'k', made: null },
        { key: 'l', made: null },
      ],
    })
    expect(planValues(block, next, prior).list).toEqual([
      { key: 'k', made: null },
      { key: 'l', made: unknown },
    ])
  })

  it('an element of a set is the same only if nothing of it has changed', () => {
    const prior = proposed({ set: [{ key: 'k', made: null }] })
    const next = proposed({
      set: [
        { key: 'l', made: null },
        { key: 'k', made: null },
      ],
    })
    expect(planValues(block, next, prior).set).toEqual([
      { key: 'l', made: unknown },
      { key: 'k', made: null },
    ])
  })
})

it('never plans a write-only value', () => {
  expect(planValues(block, proposed({ secret: 'hush' }), undefined).secret).toBeNull()
})
