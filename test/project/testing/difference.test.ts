import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { difference } from '../../../src/project/testing/difference.js'

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`)

const shown = (expected: readonly string[], actual: readonly string[]) =>
  difference(expected.join('\n'), actual.join('\n')).map(({ kind, text }) => `${kind[0]} ${text}`)

describe('the difference of two texts', () => {
  it('is nothing where they are the same', () => {
    expect(difference('a\n', 'a\n')).toEqual([])
  })

  it('has three lines around what differs, and says how many are left out', () => {
    const changed = lines(20).with(9, 'another')
    expect(shown(lines(20), changed)).toEqual([
      'g 6',
      'b line 7',
      'b line 8',
      'b line 9',
      'e line 10',
      'a another',
      'b line 11',
      'b line 12',
      'b line 13',
      'g 7',
    ])
  })

  it('is cut where nobody would read on', () => {
    const all = shown(lines(500), [])
    expect(all.length).toBe(121)
    expect(all.at(-1)).toBe('g 381')
  })

  it('turns the one text into the other', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 })
    fc.assert(
      fc.property(text, text, (expected, actual) => {
        const found = difference(expected.join('\n'), actual.join('\n'))
        // Gaps hide what is the same: of short texts the rest is all there.
        if (found.some(({ kind }) => kind === 'gap')) return
        const side = (other: string) => found.filter(({ kind }) => kind !== other).map(line => line.text)
        if (found.length === 0) expect(actual.join('\n').trimEnd()).toBe(expected.join('\n').trimEnd())
        else {
          expect(side('actual').join('\n')).toBe(expected.join('\n').trimEnd())
          expect(side('expected').join('\n')).toBe(actual.join('\n').trimEnd())
        }
      }),
      { seed: 1, numRuns: 200 },
    )
  })
})
