import { describe, expect, it } from 'vitest'
import {
  among,
  inOrder,
  type Needs,
  reversed,
  ringOf,
  withNeeded,
} from '../../../src/project/stacks/order.js'

const needs = (given: Readonly<Record<string, readonly string[]>>): Needs =>
  new Map(Object.entries(given).map(([name, needed]) => [name, new Set(needed)]))

const shop = needs({
  network: [],
  database: ['network'],
  app: ['network', 'database'],
  dns: ['app'],
  mail: [],
})

describe('the order of stacks', () => {
  it('has each behind what it needs, and else by name', () => {
    expect(inOrder(shop)).toEqual(['mail', 'network', 'database', 'app', 'dns'])
    expect(inOrder(reversed(shop))).toEqual(['dns', 'app', 'database', 'mail', 'network'])
  })

  it('holds among some of them, also by way of the others', () => {
    const some = among(['dns', 'network'], shop)
    expect([...some.get('dns')!]).toEqual(['network'])
    expect(inOrder(some)).toEqual(['network', 'dns'])
  })

  it('knows what stacks need, and who needs them', () => {
    expect([...withNeeded(['dns'], shop)].sort()).toEqual(['app', 'database', 'dns', 'network'])
    expect([...withNeeded(['database'], reversed(shop))].sort()).toEqual(['app', 'database', 'dns'])
  })

  it('finds a ring, and no ring where there is none', () => {
    expect(ringOf(shop)).toBeUndefined()
    expect(ringOf(needs({ c: ['a'], a: ['b'], b: ['c'], d: ['a'] }))).toEqual(['a', 'b', 'c'])
    expect(ringOf(needs({ a: ['a'] }))).toEqual(['a'])
  })
})
