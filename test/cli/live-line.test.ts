import { expect, it } from 'vitest'
import { trackWork } from '../../src/cli/render/live-line.js'
import { printable } from '../../src/cli/render/printable.js'
import { secondsLeft } from '../../src/cli/render/time-left.js'

it('tells how far an apply is, and what is at work since when', () => {
  const work = trackWork()
  expect(work.text(0)).toBe('')
  work.see({ type: 'phase_start', phase: 'plan', message: '' }, 0)
  work.see({ type: 'refresh_start', address: 'a.a' }, 0)
  expect(work.text(0)).toBe('planning · reading a.a')
  for (const [address, action] of [
    ['a.a', 'create'],
    ['a.b', 'replace'],
    ['a.c', 'read'],
  ] as const) {
    work.see({ type: 'planned_change', address, action }, 0)
  }
  work.see({ type: 'phase_end', phase: 'plan', seconds: 1 }, 0)
  expect(work.text(0)).toBe('')
  work.see({ type: 'phase_start', phase: 'apply', message: '' }, 0)
  expect(work.text(0)).toBe('applying')
  work.see({ type: 'operation_start', address: 'a.a', action: 'create' }, 0)
  work.see({ type: 'operation_start', address: 'a.b', action: 'delete' }, 5000)
  expect(work.text(12_900)).toBe('applying 0 of 2 · a.a 12s · a.b 7s')
  work.see({ type: 'operation_end', address: 'a.b', action: 'delete', seconds: 1 }, 13_000)
  work.see({ type: 'operation_start', address: 'a.b', action: 'create' }, 13_000)
  expect(work.text(13_000)).toBe('applying 0 of 2 · a.a 13s · a.b 0s')
  work.see({ type: 'operation_error', address: 'a.b', action: 'create', seconds: 1 }, 14_000)
  expect(work.text(14_000)).toBe('applying 1 of 2 · a.a 14s')
})

it('guesses how long it will still take, from what it took before', () => {
  const work = trackWork()
  work.see({ type: 'phase_start', phase: 'plan', message: '' }, 0)
  for (const address of ['a.a', 'a.b', 'a.c'])
    work.see({ type: 'planned_change', address, action: 'create' }, 0)
  work.see({ type: 'phase_start', phase: 'apply', message: '' }, 0)
  work.see({ type: 'apply_estimate', parallelism: 2, expected: { 'a.a': 100, 'a.b': 30, 'a.c': 30 } }, 0)
  work.see({ type: 'operation_start', address: 'a.a', action: 'create' }, 0)
  work.see({ type: 'operation_start', address: 'a.b', action: 'create' }, 0)
  expect(work.text(10_000)).toBe('applying 0 of 3 · about 1m30s left · a.a 10s of 1m40s · a.b 10s of 30s')
})

it('guesses nothing without experience', () => {
  const left = (waiting: readonly (number | undefined)[]) =>
    secondsLeft({ running: [{ expected: undefined, taken: 5 }], waiting, parallelism: 10 })
  expect(left([])).toBeUndefined()
  expect(left([3, undefined, undefined])).toBeUndefined()
  // What was never seen is taken for an average one.
  expect(left([20, 20, undefined])).toBe(20)
  expect(secondsLeft({ running: [], waiting: Array(100).fill(3), parallelism: 10 })).toBe(30)
})

it('lets no program rewrite the terminal', () => {
  expect(printable('a\u001b[2Jb\rc\u0007\td\u009b1m')).toBe('abc\td1m')
})
