import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromBase32, toBase32 } from '../../../src/nix/store/base32.js'
import {
  compressHash,
  formatHash,
  type HashAlgorithm,
  hashOf,
  parseHash,
  parseHashAlgorithm,
  parseHashFormat,
  parseOutputHash,
} from '../../../src/nix/store/hash.js'
import { hasNix, runNix } from '../real/nix.js'

const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

describe("Nix's base 32", () => {
  it('writes the hash of nothing as nix-hash does', () => {
    expect(toBase32(Buffer.from(empty, 'hex'))).toBe('0mdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9c73')
  })

  it('reads what it writes, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), bytes => {
        expect(Buffer.from(fromBase32(toBase32(bytes)) as Uint8Array)).toEqual(Buffer.from(bytes))
      }),
    )
  })

  it('names the character that is not of its alphabet', () => {
    expect(fromBase32('0e')).toEqual({ invalid: 'e' })
  })
})

describe('a hash', () => {
  const sha256 = hashOf('sha256', '')

  it('is written in four formats, with its algorithm where asked', () => {
    expect(formatHash(sha256, 'base16')).toBe(empty)
    expect(formatHash(sha256, 'nix32', true)).toBe(
      'sha256:0mdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9c73',
    )
    expect(formatHash(sha256, 'base64')).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=')
    expect(formatHash(sha256, 'sri')).toBe('sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=')
  })

  it.each(['md5', 'sha1', 'sha256', 'sha512'] as const)('of %s is read back from every format', algorithm => {
    const hash = hashOf(algorithm, 'x')
    for (const format of ['base16', 'nix32', 'base64', 'sri'] as const) {
      const text = formatHash(hash, format)
      expect(formatHash(parseHash(text, algorithm), 'base16')).toBe(formatHash(hash, 'base16'))
      expect(formatHash(parseHash(formatHash(hash, format, true)), 'base16')).toBe(formatHash(hash, 'base16'))
    }
  })

  it('is folded to fewer bytes by exclusive or', () => {
    expect([...compressHash({ algorithm: 'sha256', bytes: Uint8Array.of(1, 2, 4, 8, 16) }, 2)]).toEqual([
      21, 10,
    ])
  })

  it.each<[string, string, HashAlgorithm | undefined]>([
    [
      `hash '${empty}' does not include a type, nor is the type otherwise known from context`,
      empty,
      undefined,
    ],
    [`hash 'sha256:${empty}' should have type 'sha1'`, `sha256:${empty}`, 'sha1'],
    ["hash 'abc' has wrong length for hash algorithm 'sha256'", 'abc', 'sha256'],
    ["invalid character in Base16 string: 'z'", empty.replace('e', 'z'), 'sha256'],
    ["invalid character in Base64 string: '!'", `sha256-${'!'.repeat(44)}`, undefined],
    ["invalid SRI hash 'YQ==', length 1 != expected length 32", 'sha256-YQ==', undefined],
    [
      "invalid nix32 hash 'zmdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9c73', length 33 != expected length 32",
      'zmdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9c73',
      'sha256',
    ],
    [
      "unknown hash algorithm 'crc', expect 'blake3', 'md5', 'sha1', 'sha256', or 'sha512'",
      'crc:00',
      undefined,
    ],
  ])('that is wrong says so: %s', (message, text, algorithm) => {
    expect(() => parseHash(text, algorithm)).toThrow(message)
  })

  it('that is empty stands for zeros in a fixed output, with a warning', () => {
    const { hash, assumed } = parseOutputHash('', 'sha256')
    expect(formatHash(hash, 'sri')).toBe('sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=')
    expect(assumed).toBe(`found empty hash, assuming '${formatHash(hash, 'sri')}'`)
    expect(() => parseOutputHash('')).toThrow('empty hash requires explicit hash algorithm')
  })

  it('has only the algorithms and formats that Nix has', () => {
    expect(() => parseHashAlgorithm('foo')).toThrow("unknown hash algorithm 'foo'")
    expect(parseHashFormat('base32')).toBe('nix32')
    expect(() => parseHashFormat('hex')).toThrow(
      "unknown hash format 'hex', expect 'base16', 'base32', 'base64', or 'sri'",
    )
  })

  it.skipIf(!hasNix)('is written as the real Nix writes it', () => {
    for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512'] as const)
      for (const [option, format] of [
        ['--to-base16', 'base16'],
        ['--to-base32', 'nix32'],
        ['--to-base64', 'base64'],
        ['--to-sri', 'sri'],
      ] as const) {
        const hash = hashOf(algorithm, `a ${algorithm}`)
        const ran = runNix('nix', ['hash', option.slice(2), '--type', algorithm, formatHash(hash, 'base16')])
        expect(ran.stdout.trim()).toBe(formatHash(hash, format))
      }
  })
})
