import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scratch } from '../support/scratch.js'
import { hasTerraform } from '../support/terraform.js'
import { eventsOf, terrane, writeEntry } from '../support/terrane.js'

const document = {
  variable: { name: { type: 'string' } },
  resource: {
    terraform_data: { a: { input: '${var.name}' }, b: { input: '${terraform_data.a.id}' }, c: {} },
  },
}

const project = (content: object = document) => {
  const here = scratch()
  writeEntry(here, content)
  return here
}

const planned = async (here: string, ...args: string[]) =>
  eventsOf(await terrane(here, ['plan', '--json', ...args]))
    .filter(({ type }) => type === 'planned_change')
    .map(({ address, action }) => `${action} ${address}`)
    .sort()

describe.skipIf(!hasTerraform)('terrane plan', () => {
  it('exits with 2 for changes only where that is asked for', async () => {
    const here = project({ resource: { terraform_data: { a: {} } } })
    expect((await terrane(here, ['plan'])).status).toBe(0)
    expect((await terrane(here, ['plan', '--detailed-exitcode'])).status).toBe(2)
    await terrane(here, ['apply', '--auto-approve'])
    expect((await terrane(here, ['plan', '--detailed-exitcode'])).status).toBe(0)
  })

  it('takes variables, also from files named from where the user is', async () => {
    const here = project()
    writeFileSync(`${here}/mine.tfvars.json`, '{"name": "from file"}')
    const outcomes = await Promise.all([
      terrane(here, ['plan', '--workdir', 'w1', '--var', 'name=a=b c']),
      terrane(here, ['plan', '--workdir', 'w2', '--var-file', 'mine.tfvars.json']),
    ])
    expect(outcomes[0].out).toContain('"a=b c"')
    expect(outcomes[1].out).toContain('"from file"')
  })

  it('plans what is targeted, replaced, destroyed, or only refreshed', async () => {
    const here = project()
    const name = ['--var', 'name=x']
    expect(await planned(here, ...name, '--target', 'terraform_data.c')).toEqual(['create terraform_data.c'])
    await terrane(here, ['apply', '--auto-approve', ...name])
    expect(await planned(here, ...name, '--replace', 'terraform_data.c')).toEqual([
      'replace terraform_data.c',
    ])
    expect(await planned(here, ...name, '--destroy', '--target', 'terraform_data.b')).toEqual([
      'delete terraform_data.b',
    ])
    const refresh = await terrane(here, [
      'plan',
      ...name,
      '--refresh-only',
      '--parallelism',
      '1',
      '--lock-timeout',
      '1s',
    ])
    expect(refresh).toMatchObject({ status: 0, out: 'Nothing to change.\n' })
  })

  it('shows the diagnostics of Terraform', async () => {
    const { status, err } = await terrane(project(), ['plan'])
    expect(status).toBe(1)
    expect(err).toMatchSnapshot()
  })

  it('shows all diagnostics of a validation', async () => {
    const here = project({
      resource: { terraform_data: { a: { inptu: 1 } } },
      output: { x: { value: '${terraform_data.gone.id}' } },
    })
    const { status, err } = await terrane(here, ['validate'])
    expect(status).toBe(1)
    // Terraform gives them in no certain order.
    expect(
      err
        .split(/^(?=error)/m)
        .slice(1)
        .sort()
        .join(''),
    ).toMatchSnapshot()
  })

  it('is refused while another terrane drives the folder, which stays as it is', async () => {
    const here = project()
    const { lockWorkFolder } = await import('../../src/project/lock.js')
    const lock = lockWorkFolder(here, { command: 'apply', run: '' })
    const { status, err } = await terrane(here, ['plan', '--var', 'name=x'])
    expect(status).toBe(4)
    expect(err).toContain('error[work-folder-locked]: terrane apply')
    expect(readdirSync(here)).not.toContain('config.tf.json')
    lock.release()
  })

  it('refuses a second entry in a folder, which would destroy what the first has made', async () => {
    const here = project({ resource: { terraform_data: { a: {} } } })
    writeEntry(here, { resource: { terraform_data: { b: {} } } }, 'other.nix')
    await terrane(here, ['apply', '--auto-approve'])
    const before = readFileSync(`${here}/config.tf.json`, 'utf8')
    const { status, err } = await terrane(here, ['apply', '--auto-approve', '-f', 'other.nix'])
    expect(status).toBe(4)
    expect(err).toContain('error[work-folder-owned]')
    expect(readFileSync(`${here}/config.tf.json`, 'utf8')).toBe(before)
    const elsewhere = await terrane(here, [
      'apply',
      '--auto-approve',
      '-f',
      'other.nix',
      '--workdir',
      'other',
    ])
    expect(elsewhere.out).toContain('Done: 1 added, 0 changed, 0 destroyed.')
  })

  it('keeps the time of a document that has not changed', async () => {
    const here = project({ resource: { terraform_data: { a: {} } } })
    await terrane(here, ['plan'])
    const { mtimeMs } = statSync(`${here}/config.tf.json`)
    await terrane(here, ['plan'])
    expect(statSync(`${here}/config.tf.json`).mtimeMs).toBe(mtimeMs)
  })
})

describe.skipIf(!hasTerraform)('terrane output', () => {
  const outputs = {
    output: {
      text: { value: 'plain "text"' },
      list: { value: [1, { a: null }] },
      password: { value: 'hunter2', sensitive: true },
    },
  }

  it('hides what is sensitive unless it is named or JSON is asked for', async () => {
    const here = project(outputs)
    await terrane(here, ['apply', '--auto-approve'])
    expect((await terrane(here, ['output'])).out).toMatchSnapshot()
    expect((await terrane(here, ['output', 'password'])).out).toBe('"hunter2"\n')
    expect((await terrane(here, ['output', '--raw', 'text'])).out).toBe('plain "text"')
    const all = JSON.parse((await terrane(here, ['output', '--json'])).out)
    expect(all.password).toEqual({ sensitive: true, type: 'string', value: 'hunter2' })
    expect(await terrane(here, ['output', '--raw', 'list'])).toMatchObject({ status: 64, out: '' })
    const unknown = await terrane(here, ['output', 'passwort'])
    expect(unknown).toMatchObject({ status: 1, out: '' })
    expect(unknown.err).toMatchSnapshot()
  })

  it('can be read while someone else drives the folder, and when the entry has an error', async () => {
    const here = project(outputs)
    await terrane(here, ['apply', '--auto-approve'])
    const { lockWorkFolder } = await import('../../src/project/lock.js')
    const lock = lockWorkFolder(here, { command: 'apply', run: '' })
    writeFileSync(`${here}/infra.nix.json`, '{')
    expect((await terrane(here, ['output', '--raw', 'text'])).out).toBe('plain "text"')
    lock.release()
  })
})

describe.skipIf(!hasTerraform)('terrane tf', () => {
  it('takes the document as it is, so that a state can be mended when modules are broken', async () => {
    const here = project({ resource: { terraform_data: { a: {} } } })
    await terrane(here, ['apply', '--auto-approve'])
    writeFileSync(`${here}/infra.nix.json`, '{')
    expect((await terrane(here, ['tf', '--', 'state', 'rm', 'terraform_data.a'])).status).toBe(0)
    const { resources } = JSON.parse(readFileSync(`${here}/terraform.tfstate`, 'utf8'))
    expect(resources).toEqual([])
  })

  it('compiles where there is no document yet', async () => {
    const here = project({ resource: { terraform_data: { a: {} } } })
    expect((await terrane(here, ['tf', '--', 'validate'])).status).toBe(0)
    expect(readFileSync(`${here}/config.tf.json`, 'utf8')).toContain('terraform_data')
  })
})
