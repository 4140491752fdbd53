/** Keys that programs other than ours take for keys. */
import { spawnSync } from 'node:child_process'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Operation } from '../../../src/provider/behaviour.js'
import { tlsPrivateKey } from '../../../src/provider/behaviours/tls-private-key.js'
import type { Values } from '../../../src/provider/values/value.js'
import { scratch } from '../../support/scratch.js'

const hasSshKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined
if (!hasSshKeygen) console.warn('ssh-keygen is missing: it is not asked about keys')

const operation = (planned: Values, action: Operation['action'] = 'create'): Operation => ({
  provider: 'hashicorp/tls',
  settings: {},
  action,
  type: 'tls_private_key',
  planned: { rsa_bits: 2048, ecdsa_curve: 'P224', ...planned },
})

const apply = tlsPrivateKey.apply as (operation: Operation) => Promise<Readonly<Record<string, string>>>
const make = (planned: Values) => apply(operation(planned))

const kinds: readonly Values[] = [
  { algorithm: 'RSA' },
  { algorithm: 'ECDSA', ecdsa_curve: 'P256' },
  { algorithm: 'ECDSA', ecdsa_curve: 'P384' },
  { algorithm: 'ECDSA', ecdsa_curve: 'P521' },
  { algorithm: 'ED25519' },
]

describe.each(kinds)('a key of $algorithm $ecdsa_curve', planned => {
  it('has two halves that belong together, in each format', async () => {
    const key = await make(planned)
    const publicOf = (pem: string) =>
      createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'pem' })
    expect(publicOf(key.private_key_pem!)).toBe(key.public_key_pem)
    expect(publicOf(key.private_key_pem_pkcs8!)).toBe(key.public_key_pem)
  })

  it.skipIf(!hasSshKeygen)('is one for OpenSSH, with the same fingerprints', async () => {
    const key = await make(planned)
    const file = join(scratch(), 'key')
    writeFileSync(file, key.private_key_openssh!, { mode: 0o600 })
    const keygen = (...args: readonly string[]) =>
      spawnSync('ssh-keygen', [...args, '-f', file], { encoding: 'utf8' }).stdout
    expect(keygen('-y').trim()).toBe(key.public_key_openssh!.trim())
    expect(keygen('-l').split(' ')[1]).toBe(key.public_key_fingerprint_sha256)
    expect(keygen('-l', '-E', 'md5').split(' ')[1]).toBe(`MD5:${key.public_key_fingerprint_md5}`)
  })
})

it('has as many bits as were asked for', async () => {
  const { private_key_pem } = await make({ algorithm: 'RSA', rsa_bits: 1024 })
  expect(createPrivateKey(private_key_pem!).asymmetricKeyDetails?.modulusLength).toBe(1024)
})

it('is no key for OpenSSH on the curve that it does not know', async () => {
  expect(await make({ algorithm: 'ECDSA', ecdsa_curve: 'P224' })).toMatchObject({
    private_key_pem: expect.stringContaining('BEGIN EC PRIVATE KEY'),
    private_key_openssh: '',
    public_key_openssh: '',
    public_key_fingerprint_md5: '',
  })
})

it('refuses an algorithm or a curve that there is not', async () => {
  await expect(make({ algorithm: 'DSA' })).rejects.toMatchObject({
    message: 'There is no algorithm DSA',
    attribute: 'algorithm',
  })
  await expect(make({ algorithm: 'ECDSA', ecdsa_curve: 'P1' })).rejects.toMatchObject({
    attribute: 'ecdsa_curve',
  })
})

it('makes nothing when it is only changed or deleted', async () => {
  expect(await apply(operation({ algorithm: 'RSA' }, 'delete'))).toBeUndefined()
})
