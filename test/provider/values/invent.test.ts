/** Invented values look like what they stand for, and are the same in each run. */
import { describe, expect, it } from 'vitest'
import { hasNumericIds, inventAttribute } from '../../../src/provider/values/invent.js'
import { dynamic } from '../../../src/provider/values/value.js'
import { fixtureSchema } from '../../support/offline-providers.js'

const inventor = { typeName: 'aws_vpc', seed: 'one', settings: {}, numericIds: false, sets: 0 }
const string = { type: 'string', computed: true } as const

const invented = (name: string, overrides: Partial<typeof inventor> = {}) =>
  inventAttribute(string, name, { ...inventor, ...overrides })

describe('by its name, a string looks like', () => {
  it.each([
    ['id', /^vpc-[0-9a-f]{17}$/],
    ['arn', /^arn:aws:vpc:us-east-1:000000000000:vpc\/[0-9a-f]{17}$/],
    ['private_ip', /^10(\.\d{1,3}){3}$/],
    ['public_ip', /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}$/],
    ['ipv6_address', /^2001:db8::[0-9a-f]{4}$/],
    ['cidr_block', /^10\.\d{1,3}\.0\.0\/16$/],
    ['dns_name', /\.example$/],
    ['url', /^https:\/\/.*\.example\/$/],
    ['created_at', /^2000-01-01T00:00:00Z$/],
    ['state', /^state-[0-9a-f]{8}$/],
  ])('%s', (name, pattern) => {
    expect(invented(name)).toMatch(pattern)
  })
})

it('is the same for the same seed, and another for another one', () => {
  expect(invented('id')).toBe(invented('id'))
  expect(invented('id', { seed: 'two' })).not.toBe(invented('id'))
})

it('is in the region that the provider is configured with', () => {
  const settings = { region: 'eu-central-1' }
  expect(invented('region', { settings })).toBe('eu-central-1')
  expect(invented('arn', { settings })).toContain(':eu-central-1:')
})

it('has enough names in a list that only the provider fills, and none in one that the user left empty', () => {
  const type = ['list', 'string'] as const
  expect(inventAttribute({ type, computed: true }, 'names', inventor)).toHaveLength(3)
  expect(inventAttribute({ type, computed: true, optional: true }, 'names', inventor)).toEqual([])
})

it('leaves out of an optional object what only the user could say', () => {
  const attributes = { key: { type: 'string', required: true }, made: string } as const
  const nested_type = { nesting_mode: 'single', attributes } as const
  expect(inventAttribute({ nested_type, computed: true, optional: true }, 'x', inventor)).toEqual({
    key: null,
    made: expect.any(String),
  })
})

it('gives a value of dynamic type its type', () => {
  expect(inventAttribute({ type: 'dynamic', computed: true }, 'any', inventor)).toEqual(
    dynamic('string', expect.stringMatching(/^any-/) as unknown as string),
  )
})

it('knows a provider whose ids are numbers by the attributes that take them', () => {
  expect(hasNumericIds(fixtureSchema('hcloud').schema)).toBe(true)
  expect(hasNumericIds(fixtureSchema('aws').schema)).toBe(false)
})
