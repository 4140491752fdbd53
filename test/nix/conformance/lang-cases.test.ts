import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCases } from './lang-cases.js'

describe('the language tests of a checkout of Nix', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lang-'))
    mkdirSync(join(folder, 'lang'))
  })

  afterEach(() => rmSync(folder, { recursive: true }))

  const write = (name: string, text: string) => writeFileSync(join(folder, 'lang', name), text)

  it('are read with what they print and the flags they need', () => {
    write('eval-okay-a.nix', '{ x }: x')
    write('eval-okay-a.exp', '1\n')
    write(
      'eval-okay-a.flags',
      '--arg x import(lang/b.nix) --argstr y z! -A r.s -I d=lang/e # why\n--lint fatal',
    )
    expect(readCases(join(folder, 'lang'))).toEqual([
      {
        name: 'eval-okay-a',
        kind: 'eval-okay',
        file: join(folder, 'lang', 'eval-okay-a.nix'),
        cwd: folder,
        format: 'nix',
        expected: '1\n',
        flags: {
          attribute: 'r.s',
          expressions: { x: 'import(lang/b.nix)' },
          strings: { y: 'z!' },
          searchPath: ['d=lang/e'],
          others: ['--lint', 'fatal'],
        },
      },
    ])
  })

  it('are read with the last message of what they fail with', () => {
    write('eval-fail-a.nix', 'x')
    write('eval-fail-a.err.exp', 'error:\n  … while\n\n    error: first: x\n  error: last\n    at 1\n')
    write('eval-fail-a.flags', '--max-call-depth 100')
    const [test] = readCases(join(folder, 'lang'))
    expect(test).toMatchObject({ expectedMessage: 'last', flags: { maxCallDepth: 100 } })
  })

  it('leave out what is disabled there', () => {
    write('eval-okay-a.nix', '1')
    write('eval-okay-a.exp-disabled', '1')
    expect(readCases(join(folder, 'lang'))).toEqual([])
  })
})
