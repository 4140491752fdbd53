/**
 * `tls_private_key`, which makes a real key
 * (https://registry.terraform.io/providers/hashicorp/tls/latest/docs/resources/private_key).
 */
import { createHash, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { type Operation, Refusal, type ResourceBehaviour } from '../behaviour.js'
import type { Values } from '../values/value.js'
import { privateKeyForSsh, publicKeyForSsh } from './ssh-key-format.js'

const generate = promisify(generateKeyPair)

const curves: Readonly<Record<string, string>> = {
  P224: 'secp224r1',
  P256: 'prime256v1',
  P384: 'secp384r1',
  P521: 'secp521r1',
}

export const tlsPrivateKey: ResourceBehaviour = {
  replaces: ['algorithm', 'rsa_bits', 'ecdsa_curve'],
  plan: () => ({ rsa_bits: 2048, ecdsa_curve: 'P224' }),
  apply: async operation => (operation.action === 'create' ? describe(await makeKey(operation)) : undefined),
}

interface MadeKey {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
  /** The encoding of the PEM that names the algorithm. */
  readonly encoding: 'pkcs1' | 'sec1' | 'pkcs8'
  /** OpenSSH knows no P224. */
  readonly forSsh: boolean
}

const makeKey = async ({ planned = {} }: Operation): Promise<MadeKey> => {
  const { algorithm, rsa_bits: bits, ecdsa_curve: curve } = planned
  switch (algorithm) {
    case 'RSA':
      return {
        ...(await generate('rsa', { modulusLength: Number(bits) })),
        encoding: 'pkcs1',
        forSsh: true,
      }
    case 'ED25519':
      return { ...(await generate('ed25519')), encoding: 'pkcs8', forSsh: true }
    case 'ECDSA': {
      const namedCurve = curves[String(curve)]
      if (namedCurve === undefined)
        throw new Refusal(`There is no curve ${String(curve)}`, { attribute: 'ecdsa_curve' })
      return { ...(await generate('ec', { namedCurve })), encoding: 'sec1', forSsh: curve !== 'P224' }
    }
    default:
      throw new Refusal(`There is no algorithm ${String(algorithm)}`, {
        detail: 'It is one of RSA, ECDSA and ED25519.',
        attribute: 'algorithm',
      })
  }
}

const describe = ({ publicKey, privateKey, encoding, forSsh }: MadeKey): Values => {
  const privatePem = (type: MadeKey['encoding']) =>
    privateKey.export({ type: type as 'pkcs8', format: 'pem' })
  const ssh = forSsh ? publicKeyForSsh(publicKey) : undefined
  return {
    id: createHash('sha1')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex'),
    private_key_pem: privatePem(encoding),
    private_key_pem_pkcs8: privatePem('pkcs8'),
    private_key_openssh: forSsh ? privateKeyForSsh(privateKey) : '',
    public_key_pem: publicKey.export({ type: 'spki', format: 'pem' }),
    public_key_openssh: ssh?.line ?? '',
    public_key_fingerprint_md5: ssh === undefined ? '' : md5Fingerprint(ssh.blob),
    public_key_fingerprint_sha256: ssh === undefined ? '' : sha256Fingerprint(ssh.blob),
  }
}

const md5Fingerprint = (blob: Buffer): string =>
  createHash('md5').update(blob).digest('hex').replace(/..\B/g, '$&:')

const sha256Fingerprint = (blob: Buffer): string =>
  `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
