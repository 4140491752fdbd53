import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { program } from '../support/programs.js'
import { scratch } from '../support/scratch.js'
import { terrane, writeEntry } from '../support/terrane.js'

/**
 * Programs of the user's machine that can't be had here: an OpenTofu, a backend on a server. They are shell scripts that
 * note what they are called with.
 */
const path = process.env.PATH
let here = ''
let bin = ''

beforeEach(() => {
  here = scratch()
  bin = scratch()
  process.env.PATH = `${bin}:/usr/bin:/bin`
})
afterEach(() => {
  process.env.PATH = path
})

const noting = (name: string, banner: string) =>
  program(
    bin,
    name,
    `if [ "$1" = version ]; then echo "${banner}"; exit; fi
     echo "$@" >> called
     case "$*" in *-detailed-exitcode*) exit 2;; esac`,
  )

const called = () =>
  existsSync(`${here}/called`) ? readFileSync(`${here}/called`, 'utf8').trimEnd().split('\n') : []

it('says how to get a program when there is none', async () => {
  process.env.PATH = bin
  writeEntry(here, {})
  const { status, err } = await terrane(here, ['plan'])
  expect(status).toBe(4)
  expect(err).toMatchSnapshot()
})

describe('a state that another program has made', () => {
  it('is taken over only where that is said in so many words', async () => {
    writeEntry(here, {})
    const terraform = noting('terraform', 'Terraform v1.11.4')
    expect((await terrane(here, ['init'])).status).toBe(0)

    // A tofu that turns up later is not taken by itself.
    noting('tofu', 'OpenTofu v1.9.0')
    await terrane(here, ['init'])
    expect(JSON.parse(readFileSync(`${here}/.terrane/init.json`, 'utf8')).dialect).toBe('terraform')

    const refused = await terrane(here, ['init', '--bin', 'tofu'])
    expect(refused.status).toBe(4)
    expect(refused.err.replaceAll(here, '<here>').replaceAll(bin, '<bin>')).toMatchSnapshot()

    const taken = await terrane(here, ['init', '--dialect', 'tofu'])
    expect(taken.status).toBe(0)
    expect(taken.err).toContain('warning[dialect-changed]')
    expect((await terrane(here, ['init', '--bin', terraform])).status).toBe(4)
  })

  it('is not taken over because its own program is gone', async () => {
    writeEntry(here, {})
    noting('terraform', 'Terraform v1.11.4')
    await terrane(here, ['init'])
    rmSync(`${bin}/terraform`)
    noting('tofu', 'OpenTofu v1.9.0')
    process.env.PATH = bin
    const { status, err } = await terrane(here, ['plan'])
    expect(status).toBe(4)
    expect(err.replaceAll(here, '<here>')).toMatchSnapshot()
  })

  it('is known by its providers, where terrane was not there', async () => {
    const state = { resources: [{ provider: 'provider["registry.opentofu.org/hashicorp/aws"]' }] }
    writeFileSync(`${here}/terraform.tfstate`, JSON.stringify(state))
    writeEntry(here, {})
    noting('terraform', 'Terraform v1.11.4')
    const { status, err } = await terrane(here, ['init', '--bin', 'terraform'])
    expect(status).toBe(4)
    expect(err).toContain("is tofu's, not terraform's")
  })
})

describe('a backend that runs plans on its server', () => {
  const cloud = { terraform: { cloud: { organization: 'o' } }, resource: { terraform_data: { a: {} } } }

  beforeEach(() => {
    writeEntry(here, cloud)
    noting('terraform', 'Terraform v1.11.4')
  })

  it('gets no saved plan: plan and apply are one command each', async () => {
    const plan = await terrane(here, ['plan', '--detailed-exitcode', '--target', 'terraform_data.a'])
    expect(plan.status).toBe(2)
    expect((await terrane(here, ['apply', '--auto-approve', '--var', 'x=1'])).status).toBe(0)
    expect((await terrane(here, ['destroy'], [])).status).toBe(0)
    expect(called()).toEqual([
      'init -json -no-color -input=false',
      'plan -input=false -target=terraform_data.a -detailed-exitcode',
      'apply -var=x=1 -input=false -auto-approve',
      'apply -destroy',
    ])
  })

  it('is not asked for an approval that nobody can give', async () => {
    expect((await terrane(here, ['apply'])).status).toBe(4)
    expect(called()).toEqual([])
  })
})

it('shows what a program printed that failed without a diagnostic', async () => {
  writeEntry(here, {})
  program(
    bin,
    'tofu',
    'if [ "$1" = version ]; then echo "OpenTofu v1.9.0"; exit; fi; echo "flag -json is not defined"; echo "panic: oops" >&2; exit 9',
  )
  const { status, err } = await terrane(here, ['plan'])
  expect(status).toBe(1)
  expect(err).toMatchSnapshot()
})

it("passes arguments of tf on as they are, and Terraform's own statuses back", async () => {
  writeEntry(here, {})
  noting('terraform', 'Terraform v1.11.4')
  expect((await terrane(here, ['tf', '--', 'state', 'mv', '-dry-run', 'a b', '$(x)'])).status).toBe(0)
  expect((await terrane(here, ['tf', 'plan', '--', '-detailed-exitcode'])).status).toBe(2)
  expect(called().slice(1)).toEqual(['state mv -dry-run a b $(x)', 'plan -detailed-exitcode'])
})
