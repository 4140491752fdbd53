import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Expr } from '../../../../src/nix/syntax/ast.js'
import { parse } from '../../../../src/nix/syntax/parse.js'
import { Source } from '../../../../src/nix/syntax/source.js'
import { readTree } from '../../../../src/nix/syntax/stored/read.js'
import { writeTree } from '../../../../src/nix/syntax/stored/write.js'
import { programs } from '../../oracle/programs.js'
import { plainTree } from './plain-tree.js'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

const globals = { has: (name: string) => /^(__.*|true|false|null|builtins|map|toString|throw)$/.test(name) }

const parsed = (text: string, folder = '/project/nix'): Expr =>
  parse(new Source(`${folder}/a.nix`, text, folder, true), {
    globals: { has: name => globals.has(name) || /^[a-z]+[A-Za-z]*$/.test(name) },
    home: '/home/user',
  }).root

const stored = (tree: Expr): Expr => {
  const written = writeTree(tree)!
  return readTree(written.text, written.root)
}

const expectSame = (text: string) => {
  const tree = parsed(text)
  expect(plainTree(stored(tree))).toEqual(plainTree(tree))
}

describe('a stored tree', () => {
  const files = ['fixtures', 'examples', 'nix'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.nix'))
      .map(name => join(root, folder, name)),
  )

  test('is that of the text, positions included, for every Nix file of the project', () => {
    let compared = 0
    for (const file of files) {
      let tree: Expr
      const text = readFileSync(file, 'latin1')
      try {
        tree = parsed(text)
      } catch {
        continue // A fixture of a syntax error.
      }
      expect(plainTree(stored(tree)), file).toEqual(plainTree(tree))
      compared++
    }
    expect(compared).toBeGreaterThan(100)
  })

  test('is that of the text for random programs', () => {
    fc.assert(fc.property(programs(), expectSame), { seed: 20261121, numRuns: 300 })
  })

  test.each([
    '9223372036854775807',
    '[ 1.5 1.0e308 0.1 .5 ]',
    "\"a${b}c\\\"\\n\" + ''\n  x\n    ${y}\n''",
    '"\\u00e9 \u00c3\u00a9 \u0001"',
    './a + ./b/${c}/d + /e/f + ./g/${h}',
    '<nixpkgs/lib>',
    '__curPos.line',
    'let __sub = x: y: 1; __lessThan = x: y: true; in -(2 - 3) < 4',
    'with a; with b; c ? d.${e}."f" && c.d.${e}."f" or g',
    'args@{ x, y ? x, ... }: { inherit x; inherit (args) "z" y; ${x} = 1; a.b.c = rec { d = e: f: d; }; }',
    'assert !true -> false || 1 != 2; if a then b else x: y: z: { inherit z; }',
    'rec { __overrides = { a = 1; }; b = a; }',
    'let { body = 1; }',
    '{ a."__proto__" = 1; __proto__ = 2; constructor = x: 3; }',
  ])('is that of %s', expectSame)

  test('is not made of a text with a path below the home of a user', () => {
    expect(writeTree(parsed('{ a = ~/b; }'))).toBeUndefined()
  })

  test('has its relative paths where its folder is now', () => {
    const { text, root } = writeTree(parsed('[ ./a ../nix/b ./. /etc ]'), '/project/nix')!
    const tree = readTree(text, root, '/elsewhere')
    const paths = tree.kind === 'list' ? tree.items.map(item => item.kind === 'path' && item.path) : []
    expect(paths).toEqual(['/elsewhere/a', '/elsewhere/b', '/elsewhere', '/etc'])
  })

  test('has the places that messages need', () => {
    const tree = stored(parsed('x:\n  throw "so many words that it is read apart from the rest"'))
    expect(tree.kind === 'lambda' && tree.body.at).toBe(5)
  })
})
