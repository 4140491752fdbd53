/** Every fixture evaluates to what stands beside it; where the real Nix is installed it says the same. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runEmbedded } from '../../../src/nix/embedded.js'
import { hasNix, runNix } from '../real/nix.js'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../fixtures/eval')
const names = readdirSync(folder)
  .filter(name => name.endsWith('.nix'))
  .map(name => name.slice(0, -'.nix'.length))

const ours = async (name: string): Promise<unknown> => {
  const { text } = await runEmbedded(
    {
      root: { file: join(folder, `${name}.nix`) },
      format: 'json',
      attribute: '',
      strings: {},
      expressions: {},
      searchPath: [],
      cwd: folder,
    },
    { system: 'x86_64-linux', env: {} },
  )
  return JSON.parse(text)
}

describe.each(names)('fixtures/eval/%s.nix', name => {
  test('has the expected value', async () => {
    const expected = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
    expect(await ours(name)).toEqual(expected)
  })

  test.skipIf(!hasNix)('has the value that the real Nix gives it', async () => {
    const file = join(folder, `${name}.nix`)
    const { stdout, stderr } = runNix('nix-instantiate', ['--eval', '--strict', '--json', file])
    expect(stderr.includes('error:'), stderr).toBe(false)
    expect(await ours(name)).toEqual(JSON.parse(stdout))
  })
})
