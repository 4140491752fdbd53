import { expect, it } from 'vitest'
import { nearest } from '../../src/contracts/nearest.js'

it.each([
  ['plna', ['init', 'plan'], 'plan'],
  ['resorce', ['resource', 'source'], 'resource'],
  ['aplly', ['apply'], 'apply'],
  ['a', ['b'], 'b'],
  ['frobnicate', ['plan', 'apply'], undefined],
  ['plan', [], undefined],
  ['', ['x'], 'x'],
  ['same', ['sane', 'sale'], 'sane'],
])('of %j and %j takes %j', (written, candidates, expected) => {
  expect(nearest(written, candidates)).toBe(expected)
})
