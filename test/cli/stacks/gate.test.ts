import { expect, it } from 'vitest'
import { gateFor } from '../../../src/cli/stacks/gate.js'

it('a gate asks once, when all have come or turned back', async () => {
  const asked: (readonly string[])[] = []
  const gate = gateFor(['a', 'b', 'c'], async came => void asked.push(came))
  const c = gate.arrive('c')
  gate.turnBack('b')
  expect(asked).toEqual([])
  await Promise.all([gate.arrive('a'), c])
  gate.turnBack('a')
  expect(asked).toEqual([['a', 'c']])
})

it('a gate where nobody comes asks nobody', () => {
  const gate = gateFor(['a'], async () => {
    throw new Error('asked')
  })
  gate.turnBack('a')
})

it('a gate hands on why it stays shut to all', async () => {
  const gate = gateFor(['a', 'b'], async () => {
    throw new Error('no')
  })
  const a = gate.arrive('a')
  await expect(gate.arrive('b')).rejects.toThrow('no')
  await expect(a).rejects.toThrow('no')
})
