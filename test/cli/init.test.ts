import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scratch } from '../support/scratch.js'
import { hasTerraform } from '../support/terraform.js'
import { type Outcome, terrane, writeEntry } from '../support/terrane.js'

const withBackend = (path: string | undefined, input = 'a') => ({
  ...(path === undefined ? {} : { terraform: { backend: { local: { path } } } }),
  resource: { terraform_data: { one: { input } } },
})

const initialised = ({ err }: Outcome): boolean => err.includes('terraform init\n')

describe.skipIf(!hasTerraform)('init', () => {
  it('runs when it is needed, and only then', async () => {
    const here = scratch()
    writeEntry(here, withBackend('a.tfstate'))
    expect(initialised(await terrane(here, ['plan']))).toBe(true)
    expect(initialised(await terrane(here, ['plan']))).toBe(false)
    writeEntry(here, withBackend('a.tfstate', 'b'))
    expect(initialised(await terrane(here, ['apply', '--auto-approve']))).toBe(false)
    rmSync(`${here}/.terraform`, { recursive: true })
    expect(initialised(await terrane(here, ['plan']))).toBe(true)
    rmSync(`${here}/.terrane/init.json`)
    expect(initialised(await terrane(here, ['plan']))).toBe(true)
  })

  it('needs no backend for validate, but for plan', async () => {
    const here = scratch()
    writeEntry(here, withBackend('a.tfstate'))
    expect(initialised(await terrane(here, ['validate']))).toBe(true)
    expect(existsSync(`${here}/.terraform/terraform.tfstate`)).toBe(false)
    expect(initialised(await terrane(here, ['validate']))).toBe(false)
    expect(initialised(await terrane(here, ['plan']))).toBe(true)
    expect(existsSync(`${here}/.terraform/terraform.tfstate`)).toBe(true)
    expect(initialised(await terrane(here, ['validate']))).toBe(false)
  })

  it('runs once more when a module in a folder has other needs than before', async () => {
    const here = scratch()
    const module = (source: string) => ({ module: { m: { source } } })
    const { mkdirSync, writeFileSync } = await import('node:fs')
    for (const name of ['m', 'm/inner']) mkdirSync(`${here}/${name}`)
    writeFileSync(`${here}/m/main.tf.json`, '{}')
    writeFileSync(`${here}/m/inner/main.tf.json`, '{"output": {"x": {"value": 1}}}')
    writeEntry(here, module('./m'))
    await terrane(here, ['plan'])
    writeFileSync(`${here}/m/main.tf.json`, '{"module": {"inner": {"source": "./inner"}}}')
    const outcome = await terrane(here, ['plan'])
    expect(outcome.status).toBe(0)
    expect(initialised(outcome)).toBe(true)
  })

  it.each([
    ['another backend', 'a.tfstate', 'b.tfstate'],
    ['a first backend', undefined, 'b.tfstate'],
    ['no backend any more', 'a.tfstate', undefined],
  ])('wants to know what becomes of the state: %s', async (_, before, after) => {
    const here = scratch()
    writeEntry(here, withBackend(before))
    await terrane(here, ['apply', '--auto-approve'])
    const state = readFileSync(`${here}/${before ?? 'terraform.tfstate'}`, 'utf8')
    writeEntry(here, withBackend(after))
    const refused = await terrane(here, ['plan'])
    expect(refused.status).toBe(1)
    expect(refused.err.slice(refused.err.indexOf('error['))).toMatchSnapshot()
    expect(readFileSync(`${here}/${before ?? 'terraform.tfstate'}`, 'utf8')).toBe(state)

    const migrated = await terrane(here, ['init', '--migrate-state', '--force-copy'])
    expect(migrated.status).toBe(0)
    expect(await terrane(here, ['plan'])).toMatchObject({ status: 0, out: 'Nothing to change.\n' })
  })

  it('can start with what the new backend has', async () => {
    const here = scratch()
    writeEntry(here, withBackend('a.tfstate'))
    await terrane(here, ['apply', '--auto-approve'])
    writeEntry(here, withBackend('b.tfstate'))
    expect((await terrane(here, ['init', '--reconfigure'])).status).toBe(0)
    expect((await terrane(here, ['plan', '--detailed-exitcode'])).status).toBe(2)
  })

  it('passes settings of the backend on', async () => {
    const here = scratch()
    writeEntry(here, { ...withBackend('x'), terraform: { backend: { local: {} } } })
    await terrane(here, ['init', '--backend-config', 'path=given.tfstate'])
    await terrane(here, ['apply', '--auto-approve'])
    expect(readdirSync(here)).toContain('given.tfstate')
  })

  it.each([
    [['--reconfigure', '--migrate-state'], 64],
    [['--force-copy'], 64],
    [['--migrate-state'], 4],
  ])('refuses %j before it starts anything', async (flags, status) => {
    const here = scratch()
    writeEntry(here, withBackend('a.tfstate'))
    const outcome = await terrane(here, ['init', ...flags])
    expect(outcome.status).toBe(status)
    expect(outcome.err).toMatchSnapshot()
    expect(existsSync(`${here}/.terrane`)).toBe(false)
  })
})
