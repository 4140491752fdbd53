import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasNix } from '../real/nix.js'
import { compare } from './compare.js'
import { ourOutcome } from './ours.js'
import { agree } from './outcome.js'
import { programs } from './programs.js'
import { reduce } from './reduce.js'

describe.skipIf(!hasNix)('the embedded evaluator', () => {
  it('gives random programs the value that the real Nix gives them, or fails where it fails', async () => {
    const sources = fc.sample(programs(), { seed: 2024, numRuns: 300 })
    const { mismatches, succeeded, failed } = await compare(sources, ourOutcome)
    expect(mismatches).toEqual([])
    // The comparison says little where most programs fail, or none.
    expect(succeeded).toBeGreaterThan(200)
    expect(failed).toBeGreaterThan(2)
  })
})

describe('the oracle', () => {
  it('takes six digits of a float for equal, and nothing less', () => {
    const value = (value: unknown) => ({ ok: true, value }) as const
    expect(agree(value({ a: [1.2345678] }), value({ a: [1.23457] }))).toBe(true)
    expect(agree(value(1.2345), value(1.2346))).toBe(false)
    expect(agree(value(1000), value(1001))).toBe(false)
    expect(agree(value({ a: 1 }), value({ a: 1, b: 2 }))).toBe(false)
    expect(agree(value(1), { ok: false, message: '' })).toBe(false)
    expect(agree({ ok: false, message: 'x' }, { ok: false, message: 'y' })).toBe(true)
  })

  it('makes a program that shows a difference small', async () => {
    const program = '(let a = (f [ 1 2 ] { b = (oops 1); }); in { c = (map (x: x) a); })'
    expect(await reduce(program, async candidate => candidate.includes('oops'))).toBe('(oops 1)')
  })
})
