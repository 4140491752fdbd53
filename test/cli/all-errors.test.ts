/** Commands beside compile that evaluate modules tell all that is wrong as well; a person reads the messages. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasNix, nixpkgsLib, repository } from '../support/nix.js'
import { terrane } from '../support/terrane.js'

const fixtures = join(repository, 'fixtures', 'all-errors')

describe.each(['embedded', 'nix'])('with the engine %s', engine => {
  const told = async (folder: string, [command, ...rest]: readonly string[]) => {
    const cwd = join(fixtures, folder)
    const { err, out, status } = await terrane(cwd, [command!, '--engine', engine, ...rest])
    expect({ out, status }).toEqual({ out: '', status: 3 })
    return err.replaceAll(`${cwd}/`, '')
  }
  const isMissing = engine === 'nix' && !hasNix
  const may = it.skipIf(isMissing)
  const codes = (text: string) => [...text.matchAll(/^error\[(.*?)\]/gm)].map(([, code]) => code)

  may('eval --modules tells all that is wrong with what it prints', async () => {
    const text = await told('modules', ['eval', '--modules', 'options.nix'])
    await expect(text).toMatchFileSnapshot(join(fixtures, 'modules', 'message.txt'))
  })

  it.skipIf(isMissing || nixpkgsLib === undefined)("eval --modules does so with nixpkgs' lib", async () => {
    const args = ['--modules', 'options.nix']
    const ours = codes(await told('modules', ['eval', ...args])).sort()
    expect(codes(await told('modules', ['eval', '--lib', nixpkgsLib!, ...args])).sort()).toEqual(ours)
  })

  may('eval --modules passes over values that are missing where nothing of them is printed', async () => {
    const text = await told('modules', ['eval', '-A', 'config.servers.mail', '--modules', 'options.nix'])
    expect(codes(text)).toEqual([
      'module-unknown-option',
      'module-conflict',
      'module-type',
      'module-unknown-option',
      'module-no-value',
    ])
    expect(text).toContain('`servers.mail.host')
    expect(text).not.toContain('The option `owner')
  })

  may('options and why tell all, once there is something that stops them', async () => {
    const text = await told('declared-twice', ['options'])
    await expect(text).toMatchFileSnapshot(join(fixtures, 'declared-twice', 'message.txt'))
    expect(await told('declared-twice', ['why', 'size'])).toBe(text)
  })

  may('texts of modules that are wrong are told by all commands', async () => {
    const folder = join('..', 'errors', 'texts-of-several')
    const text = await told(folder, ['options'])
    expect(codes(text)).toHaveLength(6)
    expect(codes(await told(folder, ['why', 'locals.name']))).toEqual(codes(text))
    expect(codes(await told(folder, ['eval', '--modules', 'infra.nix']))).toEqual(codes(text))
  })
})
