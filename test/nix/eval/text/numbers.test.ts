import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { floatToJson, floatToString, showFloat } from '../../../../src/nix/eval/text/floats.js'
import { compareVersions, parseDrvName, splitVersion } from '../../../../src/nix/eval/text/versions.js'
import { hasNix, nixValue, runNix } from '../../real/nix.js'

describe('a float', () => {
  it.each([
    [1, '1', '1.000000', '1.0'],
    [0.1, '0.1', '0.100000', '0.1'],
    [-0, '-0', '-0.000000', '-0.0'],
    [1e6, '1e+06', '1000000.000000', '1000000.0'],
    [123456, '123456', '123456.000000', '123456.0'],
    [1234567.5, '1.23457e+06', '1234567.500000', '1234567.5'],
    [1e-4, '0.0001', '0.000100', '0.0001'],
    [1e-5, '1e-05', '0.000010', '1e-05'],
    [1e15, '1e+15', '1000000000000000.000000', '1e+15'],
    [1e22, '1e+22', '10000000000000000000000.000000', '1e+22'],
    // Ties go to the even digit.
    [100000.5, '100000', '100000.500000', '100000.5'],
    [100001.5, '100002', '100001.500000', '100001.5'],
    [0.0078125, '0.0078125', '0.007812', '0.0078125'],
    [Number.POSITIVE_INFINITY, 'inf', 'inf', 'null'],
    [Number.NEGATIVE_INFINITY, '-inf', '-inf', 'null'],
    [Number.NaN, 'nan', 'nan', 'null'],
  ])('%d is shown as %s, %s as a string, %s in JSON', (value, shown, text, json) => {
    expect([showFloat(value), floatToString(value), floatToJson(value)]).toEqual([shown, text, json])
  })

  it('reads back from JSON unchanged', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), value => {
        expect(JSON.parse(floatToJson(value))).toBe(value)
      }),
    )
  })

  it.skipIf(!hasNix)('is written as the real Nix writes it', () => {
    const values = fc.sample(
      fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-300 }),
        fc.double({ noNaN: true, min: 1e-7, max: 1e9 }),
        fc.integer({ min: 1, max: 1e8 }).map(value => value / 128),
      ),
      { seed: 5, numRuns: 300 },
    )
    // `toJSON` first, so that no digit is lost on the way in.
    const list = values.map(value => `(builtins.fromJSON "${floatToJson(value)}")`).join(' ')
    expect(values.map(floatToString)).toEqual(nixValue(`map toString [ ${list} ]`))
    const shown = runNix('nix-instantiate', ['--eval', '--strict', '-E', `[ ${list} ]`]).stdout.trim()
    expect(`[ ${values.map(showFloat).join(' ')} ]`).toBe(shown)
  })
})

const versions = [
  '',
  '1',
  '1.0',
  '1.0.0',
  '2.3',
  '2.3pre1',
  '2.3a',
  '2.3.1',
  '2.3c',
  '2.3q',
  '10',
  '9',
  '1-2',
  '1..2',
  '1.-',
  'a',
  'b',
  'pre',
  '1pre',
  '1a1',
  '0',
  '00',
  '4294967296',
  '4294967297',
  '99999999999',
  'alpha-2',
  '1.2.3-rc1',
  'é',
  '1_2',
]

describe('a version', () => {
  it('is split into runs of digits and of anything else', () => {
    expect(splitVersion('1.2pre-3..a_b4')).toEqual(['1', '2', 'pre', '3', 'a_b', '4'])
  })

  it.each([
    ['1.0', '2.3', -1],
    ['2.3', '2.3', 0],
    ['2.3pre1', '2.3', -1],
    ['2.3a', '2.3.1', -1],
    ['2.3.1', '2.3c', 1],
  ] as const)('%s compared with %s is %d', (left, right, order) => {
    expect(compareVersions(left, right)).toBe(order)
  })

  it('is taken off the name of a derivation', () => {
    expect(parseDrvName('nix-0.12pre12876')).toEqual({ name: 'nix', version: '0.12pre12876' })
    expect(parseDrvName('apache-httpd-2.0.48')).toEqual({ name: 'apache-httpd', version: '2.0.48' })
    expect(parseDrvName('hello-')).toEqual({ name: 'hello-', version: '' })
    expect(parseDrvName('a--1')).toEqual({ name: 'a', version: '-1' })
  })

  it.skipIf(!hasNix)('is ordered and split as by the real Nix', () => {
    const list = `[ ${versions.map(version => JSON.stringify(version)).join(' ')} ]`
    expect(versions.map(splitVersion)).toEqual(nixValue(`map builtins.splitVersion ${list}`))
    expect(versions.map(left => versions.map(right => compareVersions(left, right)))).toEqual(
      nixValue(`map (a: map (b: builtins.compareVersions a b) ${list}) ${list}`),
    )
    expect(versions.map(version => parseDrvName(`x-${version}`))).toEqual(
      nixValue(`map (v: builtins.parseDrvName "x-\${v}") ${list}`),
    )
  })
})
