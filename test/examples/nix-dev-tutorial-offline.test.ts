/** The life of examples/nix-dev-tutorial: a key that is made, a file that is written, a machine that has the key. */
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { localFiles } from '../../src/provider/behaviours/local-file.js'
import { tlsPrivateKey } from '../../src/provider/behaviours/tls-private-key.js'
import { temporaryFolder } from '../support/compile.js'
import { hasNix, hasTerraform, repository } from '../support/nix.js'
import { type OfflineProviders, offlineProviders, succeeded } from '../support/offline-providers.js'

const entry = join(repository, 'fixtures', 'offline', 'nix-dev-tutorial')

if (!hasNix || !hasTerraform) console.warn('nix or terraform is missing: the nix.dev example is not run')

describe.skipIf(!hasNix || !hasTerraform)('examples/nix-dev-tutorial, offline', () => {
  const folder = temporaryFolder()
  const keyFile = join(folder, 'id_rsa.pem')
  let providers: OfflineProviders

  beforeAll(async () => {
    providers = await offlineProviders({
      aws: { resources: { aws_instance: { apply: { public_dns: 'machine.example' } } } },
      tls: { resources: { tls_private_key: tlsPrivateKey } },
      local: { resources: localFiles(folder) },
    })
  })

  const terrane = (command: string, ...args: readonly string[]) =>
    providers.terrane(folder, command, '-f', entry, '--workdir', folder, ...args)

  it('is initialised, and is valid', async () => {
    succeeded(await terrane('init'))
    succeeded(await terrane('validate'))
  })

  it('is applied: the machine has the public half of the key whose private half is in the file', async () => {
    succeeded(await terrane('apply', '--auto-approve', '--no-deploy'))
    const privateKey = createPrivateKey(readFileSync(keyFile))
    expect(statSync(keyFile).mode & 0o777).toBe(0o600)

    const [pair] = providers.cloud.list('aws_key_pair')
    const [type, blob] = String(pair!.values.public_key).split(' ')
    expect(type).toBe('ssh-rsa')
    const { n } = createPublicKey(privateKey).export({ format: 'jwk' })
    expect(Buffer.from(blob!, 'base64').subarray(-256).toString('base64url')).toBe(n)
    expect(pair!.values.key_name).toBe(
      `generated-key-${createHash('sha256').update(String(pair!.values.public_key)).digest('hex')}`,
    )
    expect(providers.cloud.list('aws_instance')).toMatchObject([
      { values: { ami: 'ami-nixos-20.09', key_name: pair!.values.key_name } },
    ])
  })

  it('puts out the name that the machine was given', async () => {
    expect(JSON.parse((await terrane('output', '--json')).out)).toMatchObject({
      public_dns: { value: 'machine.example' },
    })
  })

  it('needs no change then', async () => {
    succeeded(await terrane('plan', '--detailed-exitcode', '--no-deploy'))
  })

  it('is destroyed, the file too', async () => {
    succeeded(await terrane('destroy', '--auto-approve'))
    expect(providers.cloud.list()).toEqual([])
    expect(existsSync(keyFile)).toBe(false)
  })
})
