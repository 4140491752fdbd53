import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateText, inRepository } from '../nix-modules/nix.js'
import { hasNix } from '../support/nix.js'

const edges = [
  '0.1',
  '-2.5',
  '1e21',
  '1.0e20',
  '123456789.123',
  '5e-324',
  '2.2250738585072014e-308',
  '1.7976931348623157e308',
  '0.000001',
  '0.0000001',
  '0.30000000000000004',
  '9007199254740993.0',
  '1e23',
  '9.5367431640625e-7',
  '-0.0',
]

describe.skipIf(!hasNix)('a floating-point number in Nix', () => {
  it('is written as JavaScript writes it', async () => {
    const random = fc
      .sample(fc.double({ noNaN: true, noDefaultInfinity: true }), { numRuns: 40, seed: 8 })
      .map(number => number.toExponential())
    const texts = [...edges, ...random]
    const written = JSON.parse(
      await evaluateText(inRepository('test/nix-library/number.nix'), { numbers: JSON.stringify(texts) }),
    )
    expect(written).toEqual(texts.map(text => JSON.stringify(Number(text))))
  })
})
