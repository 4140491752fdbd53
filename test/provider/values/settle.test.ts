/** After apply nothing is unknown. */
import { describe, expect, it } from 'vitest'
import type { Block } from '../../../src/provider/schema.js'
import { settle } from '../../../src/provider/values/settle.js'
import { unknown } from '../../../src/provider/values/value.js'

const inventor = { typeName: 'cloud_server', seed: 's', settings: {}, numericIds: false, sets: 0 }

const block: Block = {
  attributes: {
    id: { type: 'string', computed: true },
    public_ip: { type: 'string', computed: true },
    ports: { type: ['list', 'number'], optional: true },
    pair: { type: ['object', { a: 'string', b: 'bool' }], optional: true },
  },
  block_types: {
    disk: { nesting_mode: 'list', block: { attributes: { name: { type: 'string', computed: true } } } },
    rule: {
      nesting_mode: 'set',
      block: { attributes: { labels: { type: ['set', 'string'], computed: true } } },
    },
  },
}

const planned = { id: unknown, public_ip: unknown, ports: [22], pair: null, disk: [], rule: [] }

it('takes what is given, and invents the rest', () => {
  expect(settle(block, planned, { public_ip: '203.0.113.7' }, inventor)).toEqual({
    id: expect.stringMatching(/^server-[0-9a-f]{17}$/),
    public_ip: '203.0.113.7',
    ports: [22],
    pair: null,
    disk: [],
    rule: [],
  })
})

it('keeps what the plan has promised, whatever is given', () => {
  expect(settle(block, planned, { ports: [80] }, inventor).ports).toEqual([22])
})

it('finds what is given to an element of a block by its place', () => {
  const { disk } = settle(
    block,
    { ...planned, disk: [{ name: unknown }, { name: unknown }] },
    { disk: [{}, { name: 'sdb' }] },
    inventor,
  )
  expect(disk).toEqual([{ name: expect.stringMatching(/^name-/) }, { name: 'sdb' }])
})

it('settles unknowns deep inside of an attribute', () => {
  const { ports, pair } = settle(
    block,
    { ...planned, ports: [22, unknown], pair: { a: unknown, b: unknown } },
    {},
    inventor,
  )
  expect(ports).toEqual([22, expect.any(Number)])
  expect(pair).toEqual({ a: expect.any(String), b: false })
})

describe('of what Terraform would not recognise in the next plan', () => {
  it('nothing is invented: a set in a set stays null', () => {
    expect(settle(block, { ...planned, rule: [{ labels: unknown }] }, {}, inventor).rule).toEqual([
      { labels: null },
    ])
  })
})
