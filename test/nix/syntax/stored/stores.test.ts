import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Expr } from '../../../../src/nix/syntax/ast.js'
import { parse } from '../../../../src/nix/syntax/parse.js'
import { Source } from '../../../../src/nix/syntax/source.js'
import { bundleTrees, openBundled } from '../../../../src/nix/syntax/stored/bundled.js'
import { diskCache } from '../../../../src/nix/syntax/stored/disk-cache.js'
import { writeTree } from '../../../../src/nix/syntax/stored/write.js'
import { plainTree } from './plain-tree.js'

const parsed = (text: string): Expr =>
  parse(new Source('/a.nix', text, '/', true), { globals: { has: () => false } }).root

const text = `{ ${Array.from({ length: 100 }, (_, n) => `member${n} = x: [ x "value ${n}" x x x x ];`).join('\n')} }`
const tree = parsed(text)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'terrane-trees-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the cache on the disk', () => {
  const entry = () => join(folder, readdirSync(folder)[0]!)

  test('gives the tree of a file that it has seen', () => {
    diskCache(folder).keep('/a.nix', text, tree)
    expect(plainTree(diskCache(folder).find('/a.nix', text)!)).toEqual(plainTree(tree))
    expect(diskCache(folder).find('/b.nix', text)).toBeUndefined()
  })

  test('makes its folder when it needs it', () => {
    const below = join(folder, 'a', 'b')
    expect(diskCache(below).find('/a.nix', text)).toBeUndefined()
    diskCache(below).keep('/a.nix', text, tree)
    expect(diskCache(below).find('/a.nix', text)).toBeDefined()
  })

  test('knows that a file has changed, and then has the new one', () => {
    const changed = text.replace('value 7', 'value x')
    const cache = diskCache(folder)
    cache.keep('/a.nix', text, tree)
    expect(cache.find('/a.nix', changed)).toBeUndefined()
    expect(cache.find('/a.nix', `${text} `)).toBeUndefined()
    cache.keep('/a.nix', changed, parsed(changed))
    expect(plainTree(cache.find('/a.nix', changed)!)).toEqual(plainTree(parsed(changed)))
    expect(cache.find('/a.nix', text)).toBeUndefined()
    expect(readdirSync(folder)).toHaveLength(1)
  })

  test('takes no entry that is damaged, wherever it is', () => {
    const cache = diskCache(folder)
    cache.keep('/a.nix', text, tree)
    const whole = readFileSync(entry())
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Buffer.from(whole)
        damaged[at] = damaged[at]! ^ change
        writeFileSync(entry(), damaged)
        const found = cache.find('/a.nix', text)
        // A byte that means nothing may be anything.
        if (found !== undefined) expect(plainTree(found)).toEqual(plainTree(tree))
      }),
      { seed: 20261121, numRuns: 300 },
    )
  })

  test('takes no entry that was cut off, and writes it anew', () => {
    const cache = diskCache(folder)
    cache.keep('/a.nix', text, tree)
    for (const length of [0, 10, statSync(entry()).size - 1]) {
      truncateSync(entry(), length)
      expect(cache.find('/a.nix', text)).toBeUndefined()
      cache.keep('/a.nix', text, tree)
      expect(cache.find('/a.nix', text)).toBeDefined()
    }
  })

  test('keeps nothing, and says nothing, where it can’t write', () => {
    writeFileSync(join(folder, 'file'), '')
    const cache = diskCache(join(folder, 'file', 'cache'))
    cache.keep('/a.nix', text, tree)
    expect(cache.find('/a.nix', text)).toBeUndefined()

    chmodSync(folder, 0o500)
    diskCache(folder).keep('/a.nix', text, tree)
    chmodSync(folder, 0o700)
  })

  test('leaves small files alone', () => {
    diskCache(folder).keep('/a.nix', '{ }', parsed('{ }'))
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('the trees that come with terrane', () => {
  const file = () => join(folder, 'trees')
  const write = () =>
    writeFileSync(
      file(),
      bundleTrees('id', 'nix', [
        { name: 'lib/small.nix', text: './a', tree: writeTree(parsed('./a'), '/')! },
        { name: 'lib/large.nix', text, tree: writeTree(tree)! },
      ]),
      'latin1',
    )

  test('are those of the files with the same text at the same place, wherever the folder is', () => {
    write()
    const trees = openBundled(file())!
    for (const nix of ['/x/nix', '/nix/store/nix/nix'])
      expect(plainTree(trees.find(`${nix}/lib/large.nix`, text)!)).toEqual(plainTree(tree))
    expect(trees.find('/x/nix/lib/large.nix', `${text} `)).toBeUndefined()
    expect(trees.find('/x/nix/lib/small.nix', text)).toBeUndefined()
    expect(trees.find('/x/nix/large.nix', text)).toBeUndefined()
    expect(trees.find('/x/nix/__proto__', text)).toBeUndefined()
    expect(trees.find('/lib/large.nix', text)).toBeUndefined()
  })

  test('are done without where there are none', () => {
    expect(openBundled(file())).toBeUndefined()
    writeFileSync(file(), 'something else')
    expect(openBundled(file())).toBeUndefined()
    writeFileSync(file(), '{"layout":0,"id":"","folder":"nix","files":{}}\n')
    expect(openBundled(file())).toBeUndefined()
  })
})
