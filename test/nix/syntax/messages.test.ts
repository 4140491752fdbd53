/** What is not Nix is rejected with Nix' own words, at the place where Nix points. */
import { expect, test } from 'vitest'
import { fromBytes, toBytes } from '../../../src/nix/syntax/bytes.js'
import { SyntaxFailure } from '../../../src/nix/syntax/failure.js'
import { parse } from '../../../src/nix/syntax/parse.js'
import { Source } from '../../../src/nix/syntax/source.js'

const problem = (text: string): string => {
  const source = new Source('t.nix', toBytes(text), '/', true)
  try {
    parse(source, { globals: new Set(['true', 'map', 'builtins']), home: '/home' })
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error
    const { line, column } = source.lineAndColumn(error.pos.offset)
    return `${line}:${column}: ${error.message}`
  }
  return 'accepted'
}

test.each([
  ['', '1:1: syntax error, unexpected end of file'],
  ['1 +', '1:4: syntax error, unexpected end of file'],
  ['{ a = 1 }', "1:9: syntax error, unexpected '}', expecting ';'"],
  ['{ a b; }', "1:5: syntax error, unexpected identifier, expecting '.' or '='"],
  ['{ 1 = 2; }', "1:3: syntax error, unexpected integer, expecting 'inherit'"],
  ['let a = 1; a', "1:13: syntax error, unexpected end of file, expecting '.' or '='"],
  ['if 1 else', "1:6: syntax error, unexpected 'else', expecting 'then'"],
  ['1 == 1 == 1', "1:8: syntax error, unexpected '=='"],
  ['{ a ? 1, b : c }: a', "1:12: syntax error, unexpected ':', expecting '}' or ','"],
  ['x@5', "1:3: syntax error, unexpected integer, expecting '{'"],
  ['"abc', "1:5: syntax error, unexpected end of file, expecting '\"'"],
  ['{}.if', "1:4: syntax error, unexpected 'if', expecting identifier or 'or' or '${' or '\"'"],
  ['1 é', '1:3: syntax error, unexpected invalid token, expecting end of file'],
  ['(1', "1:3: syntax error, unexpected end of file, expecting ')'"],
  ['./a/', '1:5: path has a trailing slash'],
  ['9223372036854775808', "1:1: invalid integer '9223372036854775808'"],
  ['{ a = 1; a = 2; }', "1:10: attribute 'a' already defined at t.nix:1:3"],
  ['{ a.b = 1; a = { b = 2; }; }', "1:18: attribute 'a.b' already defined at t.nix:1:3"],
  ['{ a.b = 1; a.b.c = 2; }', "1:12: attribute 'a.b' already defined at t.nix:1:3"],
  ['{ a, b, a }: a', "1:9: duplicate formal function argument 'a'"],
  ['a@{ a }: a', "1:1: duplicate formal function argument 'a'"],
  ['let ${"a" + "b"} = 1; in 1', '1:1: dynamic attributes not allowed in let'],
  ['{ inherit ${"a" + "b"}; }', '1:11: dynamic attributes not allowed in inherit'],
  ['x: y', "1:4: undefined variable 'y'"],
  ['rec { inherit a; }', "1:15: undefined variable 'a'"],
  [
    "'' a",
    "1:5: syntax error, unexpected end of file, expecting indented string or '${' or end of an indented string",
  ],
])('%s', (text, expected) => {
  expect(problem(text)).toBe(expected)
})

test.each([
  'with {}; anything',
  '{ a, b, }: a',
  '{ a, ... }@x: a',
  '{ or = 1; }.or',
  "''$${x} ''' ''",
  'a: a/b',
  'x:x',
  '<nixpkgs/lib> + ~/x + ./a/${"b"}/c',
  '1 |> (x: x) |> (x: x)',
  '(x: x) <| 1',
  '{ "a".${"b"} = 1; ${null} = 2; }',
  'let { body = 1; }',
])('accepts %s', text => {
  const globals = { has: () => true }
  expect(() => parse(new Source('t.nix', toBytes(text), '/', true), { globals, home: '/h' })).not.toThrow()
})

test('columns count bytes for Nix and characters for people', () => {
  const source = new Source('t.nix', toBytes('"ä" + x'), '/', true)
  const offset = source.text.indexOf('x')
  expect(source.lineAndColumn(offset)).toEqual({ line: 1, column: 8 })
  expect(source.position(offset)).toEqual({ file: 't.nix', line: 1, column: 7 })
  expect(fromBytes(source.text)).toBe('"ä" + x')
})
