/**
 * Keys in OpenSSH's formats: the line of an authorized_keys file (RFC 4253, 5656, 8709) and the private key file, which
 * is described in PROTOCOL.key of OpenSSH's source.
 */
import type { JsonWebKey, KeyObject } from 'node:crypto'

const curves: Readonly<Record<string, string>> = {
  'P-256': 'nistp256',
  'P-384': 'nistp384',
  'P-521': 'nistp521',
}

/** A key's fields, each as SSH writes it. */
interface SshKey {
  readonly name: string
  readonly publicFields: readonly Buffer[]
  /** What follows the name in the private key file. */
  readonly privateFields: readonly Buffer[]
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

const field = (content: Buffer | string): Buffer => {
  const bytes = Buffer.from(content)
  return Buffer.concat([uint32(bytes.length), bytes])
}

const bytesOf = (part: string | undefined): Buffer => Buffer.from(part ?? '', 'base64url')

/** A number that is not negative: no zeros in front but the one that keeps the first bit clear. */
const integer = (part: string | undefined): Buffer => {
  const bytes = bytesOf(part)
  const first = bytes.findIndex(byte => byte !== 0)
  const digits = first < 0 ? Buffer.alloc(0) : bytes.subarray(first)
  return field((digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), digits]) : digits)
}

const sshKey = (jwk: JsonWebKey): SshKey => {
  if (jwk.kty === 'RSA')
    return {
      name: 'ssh-rsa',
      publicFields: [integer(jwk.e), integer(jwk.n)],
      privateFields: [jwk.n, jwk.e, jwk.d, jwk.qi, jwk.p, jwk.q].map(integer),
    }
  if (jwk.kty === 'OKP') {
    const point = bytesOf(jwk.x)
    return {
      name: 'ssh-ed25519',
      publicFields: [field(point)],
      privateFields: [field(point), field(Buffer.concat([bytesOf(jwk.d), point]))],
    }
  }
  const curve = curves[jwk.crv ?? ''] ?? ''
  const point = field(Buffer.concat([Buffer.of(4), bytesOf(jwk.x), bytesOf(jwk.y)]))
  return {
    name: `ecdsa-sha2-${curve}`,
    publicFields: [field(curve), point],
    privateFields: [field(curve), point, integer(jwk.d)],
  }
}

const publicBlob = ({ name, publicFields }: SshKey): Buffer => Buffer.concat([field(name), ...publicFields])

/** A public or private key as what SSH hashes for a fingerprint, and as a line that ends. */
export const publicKeyForSsh = (key: KeyObject): { readonly blob: Buffer; readonly line: string } => {
  const parts = sshKey(key.export({ format: 'jwk' }))
  const blob = publicBlob(parts)
  return { blob, line: `${parts.name} ${blob.toString('base64')}\n` }
}

const blockSize = 8
const lineLength = 70

/** The private key file, without a passphrase and a comment. */
export const privateKeyForSsh = (key: KeyObject): string => {
  const parts = sshKey(key.export({ format: 'jwk' }))
  // Two equal numbers tell whether a passphrase was right; without one they may be any.
  const check = Buffer.concat([uint32(0), uint32(0)])
  const secret = Buffer.concat([check, field(parts.name), ...parts.privateFields, field('')])
  const missing = (blockSize - (secret.length % blockSize)) % blockSize
  const padding = Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))
  const content = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    uint32(1),
    field(publicBlob(parts)),
    field(Buffer.concat([secret, padding])),
  ]).toString('base64')
  const lines = content.match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? []
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n')
}
