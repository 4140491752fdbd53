import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { eventSchema, misfit } from '../support/events.js'

it('schemas/events.schema.json has every event that is written, and no other', () => {
  const source = readFileSync('src/contracts/events.ts', 'utf8')
  const union = source.slice(
    source.indexOf('export type TerraneEvent'),
    source.indexOf('\n\n/**', source.indexOf('export type TerraneEvent')),
  )
  const types = [...union.matchAll(/readonly type: '(\w+)'/g)].map(([, type]) => type!)
  // Diagnostics go to standard error.
  expect(eventSchema.oneOf.map(({ $ref }) => $ref.slice('#/$defs/'.length)).sort()).toEqual(
    types.filter(type => type !== 'diagnostic').sort(),
  )
})

it('refuses what no event has', () => {
  expect(misfit({ at: 0, type: 'run_end', status: 0, seconds: 1 })).toBeUndefined()
  expect(misfit({ at: 0, type: 'run_end', status: 0, seconds: 1, extra: 1 })).toContain(
    'additional properties',
  )
  expect(misfit({ type: 'run_end', status: 0, seconds: 1 })).toContain("required property 'at'")
  expect(misfit({ at: 0, type: 'brand_new' })).toContain('no event has the type')
})
