import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { offlineProviders } from '../support/offline-providers.js'
import { scratch } from '../support/scratch.js'
import { hasTerraform } from '../support/terraform.js'
import { terrane, writeEntry } from '../support/terrane.js'

const document = { resource: { terraform_data: { a: { input: '${terraform.workspace}' } } } }

describe.skipIf(!hasTerraform)('--workspace', () => {
  it('is about the state of that workspace, and leaves the selected one alone', async () => {
    const here = scratch()
    writeEntry(here, document)
    await terrane(here, ['apply', '--auto-approve'])
    await terrane(here, ['tf', '--', 'workspace', 'new', 'staging'])
    await terrane(here, ['tf', '--', 'workspace', 'select', 'default'])
    const staging = ['--workspace', 'staging']
    expect((await terrane(here, ['apply', ...staging], ['no'])).questions).toEqual([
      "\nWorkspace staging. Apply this plan? Only 'yes' is taken for a yes: ",
    ])
    const applied = await terrane(here, ['apply', '--auto-approve', ...staging])
    expect(applied.out).toContain('"staging"')
    expect((await terrane(here, ['plan'])).out).toBe('Nothing to change.\n')
    expect((await terrane(here, ['plan', ...staging])).out).toBe('Nothing to change.\n')
  })

  it('that is not there is not taken for an empty one', async () => {
    const here = scratch()
    writeEntry(here, document)
    const { status, err } = await terrane(here, ['plan', '--workspace', 'defalt'])
    expect(status).toBe(4)
    expect(err.slice(err.indexOf('error['))).toMatchInlineSnapshot(`
      "error[workspace-missing]: there is no workspace 'defalt'
        note: the workspaces are default
        hint: did you mean default?
      "
    `)
  })
})

describe.skipIf(!hasTerraform)('terrane drift', () => {
  it('exits with 2 when something was changed outside of Terraform, and changes nothing', async () => {
    const here = scratch()
    const providers = await offlineProviders({ hcloud: {} })
    writeEntry(here, {
      terraform: { required_providers: { hcloud: { source: 'hetznercloud/hcloud' } } },
      resource: { hcloud_ssh_key: { a: { name: 'a', public_key: 'k' }, b: { name: 'b', public_key: 'k' } } },
    })
    Object.assign(process.env, providers.environment)
    try {
      await terrane(here, ['apply', '--auto-approve'])
      expect(await terrane(here, ['drift'])).toMatchObject({ status: 0, out: 'Nothing to change.\n' })
      const before = readFileSync(`${here}/terraform.tfstate`, 'utf8')
      const [a, b] = providers.cloud.list('hcloud_ssh_key')
      providers.cloud.change('hcloud_ssh_key', a!.key, { labels: { by: 'hand' } })
      providers.cloud.remove('hcloud_ssh_key', b!.key)
      const drifted = await terrane(here, ['drift'])
      expect(drifted.status).toBe(2)
      expect(drifted.out).toMatchSnapshot()
      expect(readFileSync(`${here}/terraform.tfstate`, 'utf8')).toBe(before)
    } finally {
      for (const name of Object.keys(providers.environment)) delete process.env[name]
    }
  })
})
