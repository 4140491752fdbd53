import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { TerraneError } from '../../../src/contracts/diagnostic.js'
import { runEmbedded } from '../../../src/nix/embedded.js'
import { hasNix } from '../../support/nix.js'

const expression =
  '{ x = { "a.b" = 1; "0" = 2; a.b = 7; }; l = [ 1 { c = 2; } ]; s = "t"; name = 1; f = { q ? { a = 3; } }: q; }'

const selected = async (attribute: string): Promise<string> => {
  try {
    const { text } = await runEmbedded({
      root: { expression },
      format: 'nix',
      attribute,
      strings: {},
      expressions: {},
      searchPath: [],
      cwd: '/',
    })
    return text
  } catch (error) {
    if (error instanceof TerraneError) return error.message
    throw error
  }
}

const cases = [
  ['x.a.b', '7'],
  ['x."a.b"', '1'],
  ['x.a."b"', '7'],
  ['x.a.', '{ b = 7; }'],
  ['l.1.c', '2'],
  ['f.a', '3'],
  ['x.nope', "attribute 'nope' in selection path 'x.nope' not found"],
  ['l.5', "list index 5 in selection path 'l.5' is out of range"],
  ['l.a', "the expression selected by the selection path 'l.a' should be a set but is a list"],
  ['x.0', "the expression selected by the selection path 'x.0' should be a list but is a set"],
  ['s.t', "the expression selected by the selection path 's.t' should be a set but is a string"],
  ['"x', "missing closing quote in selection path '\"x'"],
  ['x..y', "empty attribute name in selection path 'x..y'"],
] as const

describe('a selection path', () => {
  it.each(cases)('%s gives %s', async (path, answer) => {
    expect(await selected(path)).toBe(answer)
  })

  it.skipIf(!hasNix).each(cases)('%s is what it is for Nix', (path, answer) => {
    const { stdout, stderr } = spawnSync(
      'nix-instantiate',
      ['--eval', '--strict', '-E', expression, '-A', path],
      { encoding: 'utf8' },
    )
    expect(`${stdout}${stderr}`).toContain(answer)
  })
})
