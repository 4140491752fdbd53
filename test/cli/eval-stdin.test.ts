/** Standard input belongs to a process, so these start one. */
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { hasNix } from '../support/nix.js'
import { scratch } from '../support/scratch.js'
import { bundleTerrane, commandOf } from '../support/terrane-as-process.js'

bundleTerrane()

const evaluate = (input: string | Buffer, args: readonly string[]) => {
  const [program, ...rest] = commandOf(['eval', ...args])
  return spawnSync(program!, rest, { cwd: scratch(), input, encoding: 'utf8' })
}

describe.each([
  ['embedded', true],
  ['nix', hasNix],
])('eval of standard input with the engine %s', (engine, there) => {
  it.skipIf(!there)('evaluates what comes there', () => {
    expect(evaluate('{ a = [ "é" ]; }', ['--engine', engine, '--json', '-']).stdout).toBe('{"a":["é"]}\n')
    expect(evaluate('{ a = [ 1 2 ]; }', ['--engine', engine, '-A', 'a.1', '-']).stdout).toBe('2\n')
  })

  it.skipIf(!there)('takes a stream by its name, which Nix does not', () => {
    const [program, ...args] = commandOf(['eval', '--engine', engine, '/dev/fd/3'])
    const shell = spawnSync('bash', ['-c', '"$@" 3< <(echo "1 + 1")', 'bash', program!, ...args], {
      encoding: 'utf8',
    })
    expect([shell.stdout, shell.stderr]).toEqual(['2\n', ''])
  })

  it.skipIf(!there)('shows the line that is wrong', () => {
    const { stderr, status } = evaluate('{\n  a = 1 + x;\n}\n', ['--engine', engine, '-'])
    expect(stderr).toContain('--> «stdin»:2:11\n1 | {\n2 |   a = 1 + x;\n  |           ^\n3 | }\n')
    expect(status).toBe(3)
  })

  it.skipIf(!there)('refuses what is no text', () => {
    const { stderr, status } = evaluate(Buffer.from([0x22, 0xe9, 0x22]), ['--engine', engine, '-'])
    expect(stderr).toContain('error[nix-syntax]: standard input is not UTF-8 text')
    expect(status).toBe(3)
  })
})
