import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository } from '../../support/nix.js'
import { mutant } from './mutate.js'
import { seeds } from './seeds.js'

describe('parser and evaluator', () => {
  it('end with a value or an error of the language on damaged input', () => {
    // A process of its own, which also notices what never ends.
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(repository, 'scripts', 'fuzz.mjs'), '--inputs', '2000'],
      { cwd: repository, encoding: 'utf8' },
    )
    expect(stdout).toMatch(/2000 inputs, .* 0 findings/)
    expect(status).toBe(0)
    const [, values = 0, errors = 0] = /(\d+) values, (\d+) errors/.exec(stdout) ?? []
    // Both happen, or the mutations are too weak or too strong.
    expect(Number(values)).toBeGreaterThan(100)
    expect(Number(errors)).toBeGreaterThan(500)
  })

  it('get the same input for the same number', () => {
    expect(mutant(seeds, 7)).toBe(mutant(seeds, 7))
    expect(mutant(seeds, 7)).not.toBe(mutant(seeds, 8))
  })
})
