/** What the embedded engine may add to an error of `nix`, and what it must leave alone. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../src/contracts/diagnostic.js'
import { type FirstRun, withSecondOpinion } from '../../src/nix/second-opinion.js'
import { repository } from '../support/nix.js'
import { scratch } from '../support/scratch.js'

const first: Diagnostic = { code: 'nix-evaluation', severity: 'error', message: 'no', labels: [] }

const opinion = (expression: string, known: Partial<Diagnostic>, run: Partial<FirstRun> = {}) =>
  withSecondOpinion(
    { ...first, ...known },
    {
      root: { expression },
      format: 'json',
      attribute: '',
      strings: {},
      expressions: {},
      searchPath: [],
      cwd: scratch(),
    },
    {},
    { seconds: 10, ...run },
  )

const at = (line: number) => ({ position: { file: '«string»', line, column: 1 } })

/** The thread's program is the built one. */
const isBuilt = existsSync(join(repository, 'dist', 'embedded-worker.js'))

describe.skipIf(!isBuilt)('a second opinion', () => {
  it('gives the place, the code and the trace of the same error', async () => {
    const { code, message, labels } = await opinion('{ a = throw "no"; }', {})
    expect([code, message]).toEqual(['nix-throw', 'no'])
    expect(labels[0]).toMatchObject({ position: { line: 1, column: 7 } })
  })

  it('knows the same error by its words without their colours', async () => {
    const { code } = await opinion(
      'throw "a \\u001b[31mred\\u001b[0m word"'.replaceAll('\\u001b', '\u001b'),
      { message: 'a red\nword' },
    )
    expect(code).toBe('nix-throw')
  })

  it('keeps the words of the Nix that ran where the versions differ in them', async () => {
    const message = 'value is an integer while a set was expected'
    const { labels, ...rest } = await opinion('\n\n5.x', { code: 'nix-type', message, labels: [at(3)] })
    expect(rest).toMatchObject({ code: 'nix-type', message })
    expect(labels.length).toBeGreaterThan(0)
  })

  it('is no help where the embedded engine fails elsewhere, in another way, or not at all', async () => {
    const known = { code: 'nix-type', message: 'value is an integer', labels: [at(9)] } as const
    expect(await opinion('5.x', known)).toEqual({ ...first, ...known })
    expect(await opinion('throw "other"', {})).toEqual(first)
    expect(await opinion('builtins.fetchurl "https://example.org"', {})).toEqual(first)
    expect(await opinion('1', {})).toEqual(first)
  })

  it('prints nothing of what the program traces', async () => {
    const written: unknown[] = []
    const { write } = process.stderr
    process.stderr.write = text => written.push(text) > 0
    try {
      await opinion('builtins.trace "hello" (throw "no")', {})
    } finally {
      process.stderr.write = write
    }
    expect(written).toEqual([])
  })

  it('ends by itself where evaluation does not', { timeout: 20_000 }, async () => {
    const endless = "let f = n: if n < 0 then 0 else f (n + 1 - 1); in builtins.foldl' (a: _: f a) 1 [ 1 ]"
    const loop =
      'builtins.length (builtins.genericClosure { startSet = [ { key = 0; } ]; operator = x: [ { key = x.key + 1; } ]; })'
    const begun = Date.now()
    expect((await opinion(loop, {}, { seconds: 0 })).message).toBe('no')
    expect(Date.now() - begun).toBeLessThan(10_000)
    expect((await opinion(endless, {}, { seconds: 0 })).message).toBe('no')
  })

  it('is given up when the user gives up', async () => {
    const user = new AbortController()
    const begun = Date.now()
    setTimeout(() => user.abort(), 100)
    const file = join(scratch(), 'loop.nix')
    writeFileSync(
      file,
      'builtins.length (builtins.genericClosure { startSet = [ { key = 0; } ]; operator = x: [ { key = x.key + 1; } ]; })',
    )
    expect(await opinion(`import ${file}`, {}, { signal: user.signal })).toEqual(first)
    expect(Date.now() - begun).toBeLessThan(15_000)
  })
})
