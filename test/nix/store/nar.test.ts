import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatHash } from '../../../src/nix/store/hash.js'
import { type FileTree, narHash, narPieces } from '../../../src/nix/store/nar.js'
import { hasNix, runNix } from '../real/nix.js'

type Tree =
  | { readonly kind: 'file'; readonly content: Uint8Array; readonly executable: boolean }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'folder'; readonly entries: Readonly<Record<string, Tree>> }

const file = (content: string, executable = false): Tree => ({
  kind: 'file',
  content: Buffer.from(content),
  executable,
})

/** Names in the tree are text; Nix's strings have a character for each byte. */
const bytes = (name: string) => Buffer.from(name).toString('latin1')
const text = (name: string) => Buffer.from(name, 'latin1').toString()

/** A tree in memory, rooted at `/tree`. */
const inMemory = (root: Tree): FileTree => {
  const at = (path: string): Tree => {
    let tree = root
    for (const name of text(path).split('/').slice(2)) {
      if (tree.kind !== 'folder' || !tree.entries[name]) throw new Error(`no ${path}`)
      tree = tree.entries[name]
    }
    return tree
  }
  const types = { file: 'regular', link: 'symlink', folder: 'directory' } as const
  return {
    typeOf: path => types[at(path).kind],
    isExecutable: path => {
      const tree = at(path)
      return tree.kind === 'file' && tree.executable
    },
    readFile: path => {
      const tree = at(path)
      return tree.kind === 'file' ? tree.content : new Uint8Array()
    },
    readDirectory: path => {
      const tree = at(path)
      return tree.kind === 'folder' ? Object.keys(tree.entries).map(bytes) : []
    },
    readLink: path => {
      const tree = at(path)
      return tree.kind === 'link' ? bytes(tree.target) : ''
    },
  }
}

const write = (tree: Tree, path: string): void => {
  if (tree.kind === 'file') {
    writeFileSync(path, tree.content)
    chmodSync(path, tree.executable ? 0o755 : 0o644)
  } else if (tree.kind === 'link') {
    symlinkSync(tree.target, path)
  } else {
    mkdirSync(path)
    for (const [name, entry] of Object.entries(tree.entries)) write(entry, join(path, name))
  }
}

const name = fc.stringMatching(/^[a-zA-Z0-9é\u{1F600}\uFFFD _-]{1,6}$/u)

const { tree } = fc.letrec<{ tree: Tree }>(tie => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      kind: fc.constant('file' as const),
      content: fc.uint8Array({ maxLength: 40 }),
      executable: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('link' as const), target: name }),
    fc.record({
      kind: fc.constant('folder' as const),
      entries: fc.dictionary(name, tie('tree'), { maxKeys: 4 }),
    }),
  ),
}))

const archive = (root: Tree) => Buffer.concat([...narPieces(inMemory(root), '/tree')])

describe('a Nix archive', () => {
  it('of a file holds its type and its padded content', () => {
    const padded = (text: string) => {
      const length = Buffer.alloc(8)
      length.writeUInt8(text.length)
      return Buffer.concat([length, Buffer.from(text), Buffer.alloc((8 - (text.length % 8)) % 8)])
    }
    expect(archive(file('hi'))).toEqual(
      Buffer.concat(['nix-archive-1', '(', 'type', 'regular', 'contents', 'hi', ')'].map(padded)),
    )
  })

  it('leaves out what the filter refuses, and asks it for paths below the root only', () => {
    const asked: string[] = []
    const full = inMemory({
      kind: 'folder',
      entries: { keep: file('1'), drop: { kind: 'folder', entries: { deep: file('2') } } },
    })
    const less = inMemory({ kind: 'folder', entries: { keep: file('1') } })
    const hash = narHash(full, '/tree', 'sha256', (path, type) => {
      asked.push(`${path} ${type}`)
      return !path.endsWith('drop')
    })
    expect(formatHash(hash, 'sri')).toBe(formatHash(narHash(less, '/tree'), 'sri'))
    expect(asked).toEqual(['/tree/drop directory', '/tree/keep regular'])
  })

  it('refuses a tree that is deeper than Nix takes', () => {
    let deep: Tree = file('')
    for (let depth = 0; depth < 64; depth++) deep = { kind: 'folder', entries: { d: deep } }
    expect(() => archive(deep)).toThrow('exceeds maximum NAR directory depth of 64')
  })

  it('refuses a device', () => {
    const tree: FileTree = { ...inMemory(file('')), typeOf: () => 'unknown' }
    expect(() => narHash(tree, '/dev/null')).toThrow("file '/dev/null' has an unsupported type")
  })

  it.skipIf(!hasNix)('is the one that the real Nix makes, for any tree', () => {
    fc.assert(
      fc.property(tree, root => {
        const folder = mkdtempSync(join(tmpdir(), 'nar-'))
        try {
          write(root, join(folder, 'root'))
          const dump = spawnSync('nix-store', ['--dump', join(folder, 'root')], { maxBuffer: 1 << 28 })
          expect(archive(root).equals(dump.stdout)).toBe(true)
        } finally {
          rmSync(folder, { recursive: true })
        }
      }),
      { seed: 1, numRuns: 40 },
    )
  })

  it.skipIf(!hasNix)('has the hash that `nix hash path` prints', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nar-'))
    try {
      const root: Tree = {
        kind: 'folder',
        entries: { b: file('#!', true), a: { kind: 'link', target: 'b' }, 'a.b': file('x'.repeat(1000)) },
      }
      write(root, join(folder, 'root'))
      const ran = runNix('nix', ['hash', 'path', join(folder, 'root')])
      expect(formatHash(narHash(inMemory(root), '/tree'), 'sri')).toBe(ran.stdout.trim())
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
