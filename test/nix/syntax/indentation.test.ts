/** Indented strings lose exactly the indentation that Nix takes. */
import { expect, test } from 'vitest'
import { stripIndentation, unescapeQuoted } from '../../../src/nix/syntax/strings.js'

const literal = (text: string) => ({ kind: 'literal', at: 0, text }) as const
const hole = {
  kind: 'expr',
  at: 0,
  expr: { kind: 'variable', at: 0, name: 'x', where: { kind: 'global' } },
} as const
const strip = (...parts: Parameters<typeof stripIndentation>[0][number][]): string =>
  stripIndentation(parts)
    .map(({ expr }) => (expr.kind === 'string' ? expr.value : '${x}'))
    .join('')

test('the smallest indentation goes from every line', () => {
  expect(strip(literal('  a\n    b\n  c\n'))).toBe('a\n  b\nc\n')
})

test('lines of spaces only do not count, and lose what they have', () => {
  expect(strip(literal('    a\n\n  \n    b\n'))).toBe('a\n\n\nb\n')
})

test('spaces before the closing quotes go, and do not count', () => {
  expect(strip(literal('    a\n  '))).toBe('a\n')
})

test('tabs are not indentation', () => {
  expect(strip(literal('\ta\n  b\n'))).toBe('\ta\n  b\n')
})

test('an interpolation ends the indentation of its line', () => {
  expect(strip(literal('    '), hole, literal(' a\n      b\n'))).toBe('${x} a\n  b\n')
})

test('an escape ends the indentation of its line', () => {
  expect(strip(literal('  '), { kind: 'escape', at: 0, text: '\n' }, literal('a\n    b\n'))).toBe(
    '\na\n  b\n',
  )
})

test('quoted strings know n, r, t; every other escaped character is itself; CR LF is LF', () => {
  expect(unescapeQuoted('a\\n\\t\\q\\\\\\${\r\nb\rc')).toBe('a\n\tq\\${\nb\nc')
})
