/** The examples of the catalogue in the hands of terrane and a real Terraform, without a network. */
import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Behaviours } from '../../src/provider/behaviour.js'
import { localFiles } from '../../src/provider/behaviours/local-file.js'
import { tlsPrivateKey } from '../../src/provider/behaviours/tls-private-key.js'
import { temporaryFolder } from '../support/compile.js'
import { hasTerraform, repository } from '../support/nix.js'
import {
  type OfflineProviders,
  offlineProviders,
  type SchemaName,
  succeeded,
} from '../support/offline-providers.js'

type Given = Readonly<Partial<Record<SchemaName, Behaviours>>>

/** A copy of an example, so that its files can be changed. */
const project = async (name: string, given: (folder: string) => Given, from = 'examples') => {
  const folder = temporaryFolder()
  const isCopied = from === 'examples'
  if (isCopied) cpSync(join(repository, from, name), folder, { recursive: true })
  const entry = isCopied ? folder : join(repository, from, name)
  const providers = await offlineProviders(given(folder))
  const terrane = (command: string, ...args: readonly string[]) =>
    providers.terrane(folder, command, '-f', entry, '--workdir', folder, '--engine', 'embedded', ...args)
  return { folder, providers, terrane }
}

const keys = (folder: string): Given => ({
  tls: { resources: { tls_private_key: tlsPrivateKey } },
  local: { resources: localFiles(folder) },
})

const only = (providers: OfflineProviders, type: string) => {
  const found = providers.cloud.list(type)
  expect(found).toHaveLength(1)
  return found[0]!.values
}

if (!hasTerraform) console.warn('terraform is missing: the examples of the catalogue are not applied')

describe.skipIf(!hasTerraform).concurrent('applied offline', () => {
  it('aws-image: the newest image, a key whose private half is for its owner, rules of their own', async () => {
    const { folder, providers, terrane } = await project('aws-image', folder => ({
      ...keys(folder),
      aws: { data: { aws_ami: { id: 'ami-25.05' } } },
    }))
    succeeded(await terrane('apply', '--auto-approve'))
    expect(providers.performed.find(({ action }) => action === 'query')?.config).toMatchObject({
      owners: ['427812963091'],
      most_recent: true,
      filter: expect.arrayContaining([
        { name: 'name', values: ['nixos/25.05*'] },
        { name: 'architecture', values: ['x86_64'] },
      ]),
    })
    const group = providers.cloud.list('aws_security_group')[0]!
    expect(only(providers, 'aws_instance')).toMatchObject({
      ami: 'ami-25.05',
      key_name: 'deploy',
      vpc_security_group_ids: [group.key],
    })
    expect(only(providers, 'aws_key_pair').public_key).toMatch(/^ssh-ed25519 \S+$/)
    const file = join(folder, 'deploy.key')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/)
    const rules = providers.cloud.list('aws_vpc_security_group_ingress_rule').map(({ values }) => values)
    expect(
      rules.map(({ from_port, cidr_ipv4, cidr_ipv6 }) => `${from_port} ${cidr_ipv4 ?? cidr_ipv6}`).sort(),
    ).toEqual(['22 0.0.0.0/0', '443 0.0.0.0/0', '443 ::/0', '80 0.0.0.0/0', '80 ::/0'])
    succeeded(await terrane('plan', '--detailed-exitcode'))
  })

  it('google-image: a new image stands beside the old one until the machine has moved', async () => {
    const { folder, providers, terrane } = await project('google-image', () => ({
      google: {
        resources: {
          google_storage_bucket_object: {
            replaces: ['name', 'source'],
            apply: ({ planned }) => ({ output_name: String(planned?.name) }),
          },
          google_compute_image: {
            replaces: ['name', 'raw_disk.0.source'],
            apply: ({ planned }) => ({ self_link: `https://compute.example/images/${planned?.name}` }),
          },
          google_compute_instance: { replaces: ['boot_disk.0.initialize_params.0.image'] },
        },
        data: { google_compute_image: { self_link: 'https://compute.example/images/shared' } },
      },
    }))
    succeeded(await terrane('apply', '--auto-approve'))
    expect(providers.performed.find(({ action }) => action === 'query')?.config).toMatchObject({
      project: 'nixos-cloud',
      family: 'nixos-image-20-09',
    })
    expect(
      providers.cloud
        .list('google_compute_instance')
        .map(({ values }) => JSON.stringify(values.boot_disk))
        .filter(disk => disk.includes('https://compute.example/images/shared')),
    ).toHaveLength(1)
    const images = () =>
      providers.cloud
        .list('google_compute_image')
        .map(({ values }) => String(values.name))
        .sort()
    const [published, own] = images()
    expect(published).toBe('google-cloud-nixos-20-03-1639-73e73c7d6b5')
    expect(own).toMatch(/^nixos-web-[0-9a-z]{16}$/)
    const object = only(providers, 'google_storage_bucket_object')
    expect(object.name).toBe(`${own!.replace('nixos-', 'nixos/')}.raw.tar.gz`)
    expect(readFileSync(join(folder, String(object.source)), 'utf8')).toContain('raw disk image')

    providers.done()
    const before = providers.performed.length
    writeFileSync(join(folder, 'nixos.raw.tar.gz'), 'another')
    succeeded(await terrane('apply', '--auto-approve', '--allow-destroy'))
    const steps = providers.performed
      .slice(before)
      .filter(({ action }) => action === 'create' || action === 'delete')
      .map(({ action, type }) => `${action} ${type.replace(/^google_(compute|storage)_/, '')}`)
    const at = (step: string) => steps.indexOf(step)
    expect([...steps].sort()).toEqual(
      ['create', 'delete'].flatMap(action =>
        ['bucket_object', 'image', 'instance'].map(type => `${action} ${type}`),
      ),
    )
    expect(at('create bucket_object')).toBeLessThan(at('create image'))
    expect(at('create image')).toBeLessThan(at('create instance'))
    expect(at('create instance')).toBeLessThan(at('delete image'))
    expect(at('delete image')).toBeLessThan(at('delete bucket_object'))
    expect(images()).toHaveLength(2)
    expect(images()).not.toContain(own)
  })

  it('hetzner and digitalocean: a server with the script that makes it NixOS, or an image of its own', async () => {
    const hetzner = await project('hetzner', folder => ({
      ...keys(folder),
      hcloud: { data: { hcloud_image: { id: 4711 } } },
    }))
    const digitalocean = await project('digitalocean', folder => ({ ...keys(folder), digitalocean: {} }))
    for (const { terrane } of [hetzner, digitalocean]) succeeded(await terrane('apply', '--auto-approve'))
    const server = only(hetzner.providers, 'hcloud_server')
    expect(server).toMatchObject({
      image: 'debian-12',
      ssh_keys: [hetzner.providers.cloud.list('hcloud_ssh_key')[0]!.key],
    })
    expect(server.user_data).toContain('export PROVIDER=hetznercloud NIX_CHANNEL=nixos-25.05 ')
    // A snapshot instead, as soon as there is one.
    const entry = join(hetzner.folder, 'infra.nix')
    const text = readFileSync(entry, 'utf8')
    writeFileSync(entry, text.replace('infect.release = "25.05"', 'snapshot = "os=nixos"'))
    succeeded(await hetzner.terrane('apply', '--auto-approve'))
    expect(only(hetzner.providers, 'hcloud_server')).toMatchObject({ image: '4711', user_data: null })
    expect(hetzner.providers.performed.find(({ action }) => action === 'query')?.config).toMatchObject({
      with_selector: 'os=nixos',
      with_architecture: 'x86',
      most_recent: true,
    })

    const droplets = digitalocean.providers.cloud
      .list('digitalocean_droplet')
      .map(({ values }) => values)
      .sort((a, b) => String(a.name).localeCompare(String(b.name)))
    expect(droplets[0]).toMatchObject({ name: 'infected', image: 'debian-12-x64' })
    expect(droplets[0]!.user_data).toContain(
      "<<'END-OF-HOST'\n{ services.openssh.ports = [ 2222 ]; }\nEND-OF-HOST\n",
    )
    expect(droplets[1]).toMatchObject({
      name: 'own',
      image: String(only(digitalocean.providers, 'digitalocean_custom_image').image_id),
      user_data: null,
    })
  })

  it('own-hypervisor: the image on Proxmox VE and on a libvirt host, under a name that changes with it', async () => {
    const { providers, terrane } = await project('own-hypervisor', () => ({ proxmox: {}, libvirt: {} }))
    succeeded(await terrane('apply', '--auto-approve'))
    const file = providers.cloud.list('proxmox_virtual_environment_file')[0]!
    expect(file.values).toMatchObject({
      node_name: 'pve',
      source_file: [{ file_name: expect.stringMatching(/^nixos-web-[0-9a-z]{16}\.img$/) }],
    })
    expect(only(providers, 'proxmox_virtual_environment_vm').disk).toMatchObject([{ file_id: file.key }])
    const volumes = providers.cloud.list('libvirt_volume')
    const image = volumes.find(({ values }) => values.base_volume_id === null)!
    expect(image.values.name).toMatch(/^nixos-web-[0-9a-z]{16}\.qcow2$/)
    expect(volumes.find(({ values }) => values.name === 'web.qcow2')?.values.base_volume_id).toBe(image.key)
  })

  it('registry-module: the module gets image, key and group, and its output is one of the project', async () => {
    const { providers, terrane } = await project(
      'registry-module',
      folder => ({
        ...keys(folder),
        aws: {
          data: { aws_ami: { id: 'ami-25.05' } },
          resources: { aws_instance: { apply: { public_ip: '203.0.113.7' } } },
        },
      }),
      'fixtures/offline',
    )
    succeeded(await terrane('apply', '--auto-approve'))
    expect(only(providers, 'aws_instance')).toMatchObject({ ami: 'ami-25.05', key_name: 'deploy' })
    expect(JSON.parse((await terrane('output', '--json')).out)).toMatchObject({
      address: { value: '203.0.113.7' },
    })
  })
})
