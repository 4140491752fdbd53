/** The tests of the example pass, and notice what they are there for. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { repository } from '../support/nix.js'
import { scratch } from '../support/scratch.js'
import { terrane } from '../support/terrane.js'

const example = (): string => {
  const folder = scratch()
  cpSync(join(repository, 'examples', 'tested'), folder, { recursive: true })
  return folder
}

const test = (folder: string, ...args: readonly string[]) =>
  terrane(folder, ['test', '--engine', 'embedded', ...args])

it('the tests of the example pass, with the snapshots that it has', async () => {
  const { out, status } = await test(example())
  expect(out).not.toContain('not ok')
  expect(out).toContain('# tests: 20 passed\n')
  expect(out).not.toContain('snapshots')
  expect(status).toBe(0)
})

it('the tests of the example fail where a service is opened to the world', async () => {
  const folder = example()
  const entry = join(folder, 'infra.nix')
  writeFileSync(entry, readFileSync(entry, 'utf8').replace('    443\n', '    443\n      8080\n'))
  const { out, status } = await test(folder, 'infra.test.nix', '--name', 'the database')
  expect(out).toContain("`services.web' is open to the world with other ports than those of the web")
  expect(status).toBe(1)
})
