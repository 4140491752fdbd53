import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchRegex, splitRegex } from '../../../../src/nix/eval/text/regex.js'
import { hasNix, nixValue } from '../../real/nix.js'

const bytes = (text: string) => Buffer.from(text).toString('latin1')

describe('matching', () => {
  it.each([
    ['ab', 'abc', null],
    ['a(b)(c)', 'abc', ['b', 'c']],
    ['(a)|b', 'b', [null]],
    ['[[:space:]]+([[:upper:]]+)[[:space:]]+', '  FOO   ', ['FOO']],
    ['(.*)\\.nix', 'a/b\n.nix', ['a/b\n']],
    ['', '', []],
    ['()', '', ['']],
    // A group keeps what it held in an earlier round, and a round may match nothing.
    ['((a)|b)*', 'ab', ['b', 'a']],
    ['(a*)*', '', ['']],
    ['(a*)*', 'b', null],
    ['a||b', 'b', []],
    ['a**', 'aa', []],
    ['a+?', 'a', []],
    ['a{2}{3}', 'aaaaaa', []],
    ['[]a]', ']', []],
    ['[^]a]', ']', null],
    ['[a-]', '-', []],
    ['[--0]', '.', []],
    ['[[:ALPHA:]_]', 'x', []],
    ['[[:w:]]', '_', []],
    ['[[=a=]]', 'A', []],
    ['[[.hyphen.]]', '-', []],
    [']}', ']}', []],
    ['a^b', 'ab', null],
  ])('%j against %j gives %j', (pattern, text, groups) => {
    expect(matchRegex(pattern, text)).toEqual(groups)
  })

  it('counts bytes: a letter beyond ASCII is several', () => {
    expect(matchRegex('.', bytes('é'))).toBeNull()
    expect(matchRegex('(..)', bytes('é'))).toEqual([bytes('é')])
  })

  it.each([
    '\\d',
    '\\]',
    '*a',
    '^*a',
    'a{,3}',
    'a{2,1}',
    'a{',
    'a{1',
    '(',
    ')',
    '(a',
    '[',
    '[a',
    '[b-a]',
    '[a-b-c]',
    '[[:foo:]]',
    '[[.-.]]',
    '[a-[.b.]]',
    '\\',
    bytes('[a-é]'),
  ])('refuses %j', pattern => {
    const shown = Buffer.from(pattern, 'latin1').toString()
    expect(() => matchRegex(pattern, '')).toThrow(`invalid regular expression '${shown}'`)
  })

  it('refuses an expression with more states than Nix takes', () => {
    expect(() => matchRegex('(a{1,1000}){1,1000}', 'a')).toThrow(
      'memory limit exceeded by regular expression',
    )
    expect(() => matchRegex('('.repeat(5000) + ')'.repeat(5000), '')).toThrow('memory limit exceeded')
  })

  it('ends where backtracking would not', () => {
    expect(() => matchRegex('(a*)*(a*)*(a*)*b', 'a'.repeat(200))).toThrow('memory limit exceeded')
  })

  it('takes long texts', () => {
    const text = 'ab'.repeat(200_000)
    expect(matchRegex('((a)|(b))*', text)).toEqual(['b', 'a', 'b'])
    expect(matchRegex('(ab)*', text)).toEqual(['ab'])
  })
})

describe('splitting', () => {
  it.each([
    [',', 'a,b', ['a', [], 'b']],
    ['(,)', 'a,b', ['a', [','], 'b']],
    ['x', 'ab', ['ab']],
    // The longer branch wins, though it is not the first.
    ['(a|ab)(c|bcd)?', 'abcd', ['', ['a', 'bcd'], '']],
    ['a|ab', 'ab', ['', [], '']],
    ['', 'ab', ['', [], 'a', [], 'b', [], '']],
    ['^', 'ab', ['', [], 'ab']],
    ['b*', 'abc', ['', [], 'a', [], '', [], 'c', [], '']],
  ])('by %j takes %j apart', (pattern, text, parts) => {
    expect(splitRegex(pattern, text)).toEqual(parts)
  })
})

const piece = fc.constantFrom(
  'a',
  'b',
  '.',
  '[ab]',
  '[^a]',
  '[[:alpha:]]',
  '\\.',
  '-',
  '^',
  '$',
  '[a-b]',
  '()',
)
const { pattern } = fc.letrec<{ pattern: string }>(tie => ({
  pattern: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    piece,
    fc.tuple(tie('pattern'), tie('pattern')).map(parts => parts.join('')),
    fc.tuple(tie('pattern'), tie('pattern')).map(parts => parts.join('|')),
    fc
      .tuple(tie('pattern'), fc.constantFrom('', '*', '+', '?', '{2}', '{1,2}', '{0,2}', '{2,}', '{0}'))
      .map(([inner, quantifier]) => `(${inner})${quantifier}`),
  ),
}))

describe.skipIf(!hasNix)('like the real Nix', () => {
  it('matches and splits with any expression', () => {
    const cases = fc.sample(fc.tuple(pattern, fc.stringMatching(/^[abc.-]{0,7}$/)), { seed: 3, numRuns: 600 })
    const list = cases.map(pair => `[ ${pair.map(text => JSON.stringify(text)).join(' ')} ]`).join(' ')
    const expected = nixValue(
      `map (c: { match = builtins.match (builtins.head c) (builtins.elemAt c 1); split = builtins.split (builtins.head c) (builtins.elemAt c 1); }) [ ${list} ]`,
    ) as unknown[]
    const actual = cases.map(([regex, text]) => ({
      match: matchRegex(regex, text),
      split: splitRegex(regex, text),
    }))
    expect(actual).toEqual(expected)
  })
})
