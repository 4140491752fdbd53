import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hashOf, parseHash } from '../../../src/nix/store/hash.js'
import {
  checkStoreName,
  makeFixedOutputPath,
  makeTextPath,
  parseStorePath,
  placeholder,
} from '../../../src/nix/store/store-path.js'
import { hasNix, nixValue, runNix } from '../real/nix.js'

const zeros = `sha256:${'0'.repeat(64)}`

describe('a store path', () => {
  it('of a text depends on its name, content and references', () => {
    const plain = makeTextPath('foo', 'bar')
    expect(plain).toBe('/nix/store/vxjiwkjkn7x4079qvh1jkl5pn05j2aw0-foo')
    expect(makeTextPath('foo', 'bar', [plain])).not.toBe(plain)
  })

  it.skipIf(!hasNix)('of a text is that of builtins.toFile', () => {
    expect(nixValue('builtins.toFile "foo" "bar"')).toBe(makeTextPath('foo', 'bar'))
    const inner = makeTextPath('inner', Buffer.from('é\n'))
    expect(nixValue('builtins.toFile "outer" "see ${builtins.toFile "inner" "é\\n"}"')).toBe(
      makeTextPath('outer', `see ${inner}`, [inner]),
    )
  })

  it.skipIf(!hasNix)('of content with a known hash is that of `nix-store --print-fixed-path`', () => {
    for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512'] as const)
      for (const method of ['flat', 'recursive'] as const) {
        const hash = hashOf(algorithm, 'x')
        const ran = runNix('nix-store', [
          '--print-fixed-path',
          ...(method === 'recursive' ? ['--recursive'] : []),
          algorithm,
          Buffer.from(hash.bytes).toString('hex'),
          'name-1.0',
        ])
        expect(makeFixedOutputPath('name-1.0', method, hash)).toBe(ran.stdout.trim())
      }
  })

  it.skipIf(!hasNix)('of a file is that of a source added to the store', () => {
    const folder = mkdtempSync(join(tmpdir(), 'source-'))
    try {
      writeFileSync(join(folder, 'source.txt'), 'content')
      const hash = runNix('nix', ['hash', 'path', join(folder, 'source.txt')]).stdout.trim()
      expect(makeFixedOutputPath('source.txt', 'recursive', parseHash(hash))).toBe(
        nixValue(`"\${${join(folder, 'source.txt')}}"`),
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('with references is only for archives with SHA-256', () => {
    expect(() => makeFixedOutputPath('x', 'flat', parseHash(zeros), ['/nix/store/y'])).toThrow(
      "fixed output derivation 'x' is not allowed to refer to other store paths.",
    )
  })

  it.each([
    ['', 'name must not be empty'],
    ['.', "name '.' is not valid"],
    ['..', "name '..' is not valid"],
    ['.-x', "name '.-x' is not valid: first dash-separated component must not be '.'"],
    ['..-x', "name '..-x' is not valid: first dash-separated component must not be '..'"],
    ['a b', "name 'a b' contains illegal character ' '"],
    ['a/b', "name 'a/b' contains illegal character '/'"],
    ['a'.repeat(212), `name '${'a'.repeat(212)}' must be no longer than 211 characters`],
  ])('may not be named %j', (name, message) => {
    expect(() => checkStoreName(name)).toThrow(message)
  })

  it.each(['.gitignore', '..x', 'a+b-c.d_e?f=g', 'a'.repeat(211)])('may be named %j', name => {
    expect(() => checkStoreName(name)).not.toThrow()
  })

  it('is read into its parts', () => {
    expect(parseStorePath('/nix/store/vxjiwkjkn7x4079qvh1jkl5pn05j2aw0-foo-1')).toEqual({
      path: '/nix/store/vxjiwkjkn7x4079qvh1jkl5pn05j2aw0-foo-1',
      hashPart: 'vxjiwkjkn7x4079qvh1jkl5pn05j2aw0',
      name: 'foo-1',
    })
  })

  it.each([
    ['', 'empty path is not a valid store path'],
    ['/tmp/x', "path '/tmp/x' is not in the Nix store"],
    ['/nix/store/a/b', "path '/nix/store/a/b' is not in the Nix store"],
    ['/nix/store/abc', "'abc' is too short to be a valid store path"],
    [
      `/nix/store/${'a'.repeat(33)}`,
      `'${'a'.repeat(33)}' can't name a store path because the hash part is not followed by a '-'`,
    ],
    [
      `/nix/store/${'e'.repeat(32)}-x`,
      `store path '${'e'.repeat(32)}-x' contains illegal base-32 character 'e'`,
    ],
    [
      `/nix/store/${'a'.repeat(32)}-a b`,
      `path '${'a'.repeat(32)}-a b' is not a valid store path: name 'a b' contains illegal character ' '`,
    ],
  ])('is not %j', (path, message) => {
    expect(() => parseStorePath(path)).toThrow(message)
  })

  it('has a placeholder before it is known', () => {
    expect(placeholder('out')).toBe('/1rz4g4znpzjwh1xymhjpm42vipw92pr73vdgl6xs1hycac8kf2n9')
  })
})
