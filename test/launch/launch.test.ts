/** The built command (`npm run build`), as somebody has it whose Node is not the one that built it: without its code. */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { scratch } from '../support/scratch.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const isBuilt = existsSync(join(root, 'dist/cli.cjs'))

const install = () => {
  const folder = scratch()
  const dist = join(folder, 'dist')
  mkdirSync(dist)
  for (const name of ['cli.cjs', 'commands.cjs', 'nix-syntax'])
    copyFileSync(join(root, 'dist', name), join(dist, name))
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'))
  const cache = join(folder, 'cache')
  const evaluate = (expression: string, more: Readonly<Record<string, string>> = {}) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(dist, 'cli.cjs'), 'eval', '--engine', 'embedded', '-E', expression],
      {
        cwd: folder,
        env: { PATH: process.env.PATH, HOME: folder, XDG_CACHE_HOME: cache, ...more },
        encoding: 'utf8',
      },
    )
    return { status, stdout, stderr }
  }
  const codeFiles = () =>
    existsSync(join(cache, 'terrane'))
      ? readdirSync(join(cache, 'terrane')).filter(name => name.startsWith('code-'))
      : []
  return { folder, cache, evaluate, codeFiles, codeFile: () => join(cache, 'terrane', codeFiles()[0]!) }
}

const three = { status: 0, stdout: '3\n', stderr: '' }

describe.skipIf(!isBuilt)('the command as it starts (skipped unless built)', () => {
  it('keeps the code that it has run, and runs with it the next time', () => {
    const { evaluate, codeFiles, codeFile } = install()
    expect(evaluate('1 + 2')).toEqual(three)
    expect(codeFiles()).toHaveLength(1)
    const kept = readFileSync(codeFile())
    expect(evaluate('1 + 2')).toEqual(three)
    expect(readFileSync(codeFile()).equals(kept)).toBe(true)
  })

  it('does without code that is damaged or that others could have written, and puts its own there', () => {
    const { evaluate, codeFile } = install()
    evaluate('1')
    const kept = readFileSync(codeFile())
    for (const at of [0, 40, kept.length >> 1, kept.length - 1]) {
      const damaged = Buffer.from(kept)
      damaged[at] = damaged[at]! ^ 0xff
      writeFileSync(codeFile(), damaged)
      expect(evaluate('1 + 2')).toEqual(three)
      expect(readFileSync(codeFile()).equals(damaged)).toBe(false)
    }
    writeFileSync(codeFile(), kept.subarray(0, 100))
    expect(evaluate('1 + 2')).toEqual(three)
    chmodSync(codeFile(), 0o666)
    expect(evaluate('1 + 2')).toEqual(three)
  })

  it('works without a cache: where it is turned off, and where it can’t be written', () => {
    const { evaluate, codeFiles, cache } = install()
    expect(evaluate('1 + 2', { TERRANE_CACHE: 'off' })).toEqual(three)
    expect(codeFiles()).toEqual([])
    writeFileSync(cache, 'a file where the folder would be')
    expect(evaluate('1 + 2')).toEqual(three)
  })

  it('keeps the trees of large files, and sees when one has changed', () => {
    const { evaluate, cache, folder } = install()
    const file = join(folder, 'large.nix')
    const write = (last: number) =>
      writeFileSync(file, `[ ${Array.from({ length: 1000 }, (_, n) => n).join(' ')} ${last} ]`)
    const trees = () => readdirSync(join(cache, 'terrane')).filter(name => name.startsWith('syntax-'))
    write(3)
    const expression = `builtins.elemAt (import ${file}) 1000`
    expect(evaluate(expression)).toEqual(three)
    expect(trees()).toHaveLength(1)
    expect(readdirSync(join(cache, 'terrane', trees()[0]!))).toHaveLength(1)
    expect(evaluate(expression)).toEqual(three)
    write(4)
    expect(evaluate(expression).stdout).toBe('4\n')
  })
})
