/** The life of examples/aws-nixos, in the hands of terrane and a real Terraform, without a network. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { failing } from '../../src/provider/behaviours/faults.js'
import { allTags } from '../../src/provider/behaviours/tags.js'
import { temporaryFolder } from '../support/compile.js'
import { hasNix, hasTerraform, repository } from '../support/nix.js'
import {
  fixtureSchema,
  type OfflineProviders,
  offlineProviders,
  succeeded,
} from '../support/offline-providers.js'

const entry = join(repository, 'fixtures', 'offline', 'aws-nixos')

const everything = [
  'aws_instance',
  'aws_internet_gateway',
  'aws_key_pair',
  'aws_route',
  'aws_route_table',
  'aws_route_table_association',
  'aws_security_group',
  'aws_subnet',
  'aws_vpc',
]

if (!hasNix || !hasTerraform) console.warn('nix or terraform is missing: the AWS example is not run')

describe.skipIf(!hasNix || !hasTerraform)('examples/aws-nixos, offline', () => {
  const folder = temporaryFolder()
  let providers: OfflineProviders

  beforeAll(async () => {
    const tags = allTags(fixtureSchema('aws').schema)
    providers = await offlineProviders({
      aws: {
        resources: {
          ...tags,
          aws_instance: {
            ...tags.aws_instance,
            replaces: ['ami', 'subnet_id'],
            apply: { public_ip: '203.0.113.7' },
          },
          aws_subnet: { ...tags.aws_subnet, replaces: ['cidr_block', 'vpc_id'] },
          aws_route_table_association: { replaces: ['subnet_id'] },
        },
        data: { aws_ami: { id: 'ami-25.05', name: 'nixos/25.05.1' } },
        before: failing(
          { action: 'create', type: 'aws_instance', where: { ami: 'ami-second' } },
          'InsufficientInstanceCapacity',
          { detail: 'There is no t3.micro left.', attribute: 'instance_type' },
        ),
      },
    })
  })

  const terrane = (stage: string, command: string, ...args: readonly string[]) =>
    providers.terrane(
      folder,
      command,
      ...['-f', entry, '--workdir', folder, '--argstr', 'stage', stage],
      ...(command === 'init' || command === 'validate'
        ? []
        : ['--var', 'ssh_public_key=ssh-ed25519 AAAA test']),
      ...(command === 'apply' || command === 'destroy' ? ['--auto-approve'] : []),
      ...(command === 'apply' ? ['--allow-destroy'] : []),
      ...args,
    )
  const addresses = async () => (await providers.terraform(folder, 'state', 'list')).out.trim().split('\n')
  const instances = () => providers.cloud.list('aws_instance')

  it('is initialised without installing a provider', async () => {
    succeeded(await terrane('first', 'init'))
  })

  it('is valid', async () => {
    succeeded(await terrane('first', 'validate'))
  })

  it('is planned, with what the image is and without what only the cloud knows', async () => {
    const { status, out } = await terrane('first', 'plan', '--detailed-exitcode')
    expect(status).toBe(2)
    expect(out).toContain('"ami-25.05"')
    expect(out).toMatch(/public_ip +\(known after apply\)/)
    expect(providers.done()).toEqual([])
  })

  it('is applied, and the instance has the address that the cloud gave it', async () => {
    succeeded(await terrane('first', 'apply'))
    expect(providers.done()).toEqual(everything.map(type => `create ${type}`))
    expect(instances()).toMatchObject([{ values: { ami: 'ami-25.05', public_ip: '203.0.113.7' } }])
    const [network] = providers.cloud.list('aws_vpc')
    expect(providers.cloud.list('aws_subnet')).toMatchObject([{ values: { vpc_id: network!.key } }])
  })

  it('needs no change then', async () => {
    succeeded(await terrane('first', 'plan', '--detailed-exitcode'))
  })

  it('changes in place what can be changed', async () => {
    const [before] = instances()
    const { out } = await terrane('larger', 'plan')
    expect(out).toMatch(/instance_type +"t2\.medium" → "t3\.large" .*aws-nixos\/infra\.nix:13$/m)
    succeeded(await terrane('larger', 'apply'))
    expect(providers.done()).toEqual(['update aws_instance'])
    expect(instances()).toMatchObject([{ key: before!.key, values: { instance_type: 't3.large' } }])
  })

  it('makes anew what must be, and what hangs on it', async () => {
    const [before] = instances()
    succeeded(await terrane('moved', 'apply'))
    const replaced = ['aws_instance', 'aws_route_table_association', 'aws_subnet']
    expect(providers.done()).toEqual(
      ['create', 'delete'].flatMap(action => replaced.map(type => `${action} ${type}`)),
    )
    expect(instances()).toHaveLength(1)
    expect(instances()[0]!.key).not.toBe(before!.key)
  })

  it('sees what was changed behind its back, and sets it right', async () => {
    const [instance] = instances()
    providers.cloud.change('aws_instance', instance!.key, { instance_type: 'm5.24xlarge' })
    const [route] = providers.cloud.list('aws_route')
    providers.cloud.remove('aws_route', route!.key)
    succeeded(await terrane('moved', 'apply'))
    expect(providers.done()).toEqual(['create aws_route', 'update aws_instance'])
    expect(instances()).toMatchObject([{ values: { instance_type: 't2.medium' } }])
  })

  it('keeps what was done when an apply fails', async () => {
    const { status, err } = await terrane('second', 'apply')
    expect(status).toBe(1)
    expect(err).toContain('InsufficientInstanceCapacity')
    expect(err).toContain('There is no t3.micro left.')
    expect(providers.done()).toContain('create aws_instance: failed')
    expect(await addresses()).toContain('aws_subnet.second')
    expect(await addresses()).not.toContain('aws_instance.second')
  })

  it('takes over what is there already', async () => {
    providers.cloud.put({
      type: 'aws_vpc',
      key: 'vpc-older',
      values: { id: 'vpc-older', cidr_block: '172.16.0.0/16', region: 'ap-southeast-2' },
    })
    succeeded(await terrane('imported', 'apply'))
    expect(providers.done()).toContain('import aws_vpc')
    expect(await addresses()).toContain('aws_vpc.older')
  })

  it('says so when there is nothing to take over', async () => {
    await providers.terraform(folder, 'state', 'rm', 'aws_vpc.older')
    providers.cloud.remove('aws_vpc', 'vpc-older')
    const { status, err } = await terrane('imported', 'apply')
    expect(status).toBe(1)
    expect(err).toContain('There is no aws_vpc with the id "vpc-older"')
  })

  it('is destroyed, and nothing is left', async () => {
    succeeded(await terrane('first', 'destroy'))
    expect(providers.cloud.list()).toEqual([])
    const state = JSON.parse(readFileSync(join(folder, 'terraform.tfstate'), 'utf8')) as {
      resources: unknown
    }
    expect(state.resources).toEqual([])
  })
})
