import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resolveEntries } from '../../src/project/entry.js'
import { complaint } from '../support/diagnostics.js'
import { scratch } from '../support/scratch.js'

/** Runs `body` as a user who may not read everything, as root may. */
const asNobody = async <T>(body: () => Promise<T>): Promise<T> => {
  if (process.getuid?.() !== 0) return await body()
  process.seteuid?.(65534)
  try {
    return await body()
  } finally {
    process.seteuid?.(0)
  }
}

const withFiles = (...names: string[]): string => {
  const folder = scratch()
  for (const name of names) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), '{ }\n')
  }
  return folder
}

it('takes a file as it is', () => {
  const here = withFiles('net/web.nix')
  expect(resolveEntries(['net/web.nix'], here)).toEqual([{ kind: 'file', path: `${here}/net/web.nix` }])
})

it.each([
  [['infra.nix', 'config.nix', 'default.nix'], 'infra.nix'],
  [['config.nix', 'default.nix'], 'config.nix'],
  [['default.nix', 'other.nix'], 'default.nix'],
])('takes from a folder with %j the file %s', (files, expected) => {
  const here = withFiles(...files)
  expect(resolveEntries([], here)).toEqual([{ kind: 'file', path: `${here}/${expected}` }])
})

it('takes an output of a flake, whose folder it finds from below too', () => {
  const here = withFiles('flake.nix', 'deep/down/x.nix')
  const flake = { kind: 'flake', flake: here, name: 'web' }
  expect(resolveEntries(['.#web'], here)).toEqual([flake])
  expect(resolveEntries(['.#web'], `${here}/deep/down`)).toEqual([flake])
  expect(resolveEntries(['deep/..#web', 'path:.#web', `${here}#`], here)).toEqual([
    flake,
    flake,
    { ...flake, name: 'default' },
  ])
})

it("takes a file whose name has a '#' for a file", () => {
  const here = withFiles('a#b.nix')
  expect(resolveEntries(['a#b.nix'], here)).toEqual([{ kind: 'file', path: `${here}/a#b.nix` }])
})

it.each([
  ['a file that is not there', ['infra.nix'], 'infra.nxi'],
  ['a folder that is not there', ['net/infra.nix'], 'nett'],
  ['nothing like it', [], 'quite/different.nix'],
  ['a folder without modules', ['readme.txt'], '.'],
  ['a folder with other modules', ['web.nix', 'db.nix'], '.'],
  ['a folder with a flake only', ['flake.nix'], '.'],
  ['an output where there is no flake', [], '.#web'],
  ['a flake elsewhere', [], 'github:owner/repo#web'],
])('says what it looked for: %s', async (_, files, entry) => {
  const here = withFiles(...files)
  expect(await complaint(() => resolveEntries([entry], here), here)).toMatchSnapshot()
})

it('refuses an empty name', async () => {
  expect(await complaint(() => resolveEntries([''], scratch()))).toMatchInlineSnapshot(`
    "error[usage]: the name of the entry is empty
      hint: name a file or folder, as in -f .
    "
  `)
})

it('refuses outputs of several flakes, which would have a lib each', async () => {
  const here = withFiles('a/flake.nix', 'b/flake.nix')
  expect(await complaint(() => resolveEntries(['a#x', 'b#y'], here), here)).toMatchInlineSnapshot(`
    "error[usage]: the entries are outputs of several flakes
      <here>/a
      <here>/b
      hint: make one an input of the other, and name outputs of that one
    "
  `)
})

describe('what may not be read', () => {
  it.each([
    ['a folder', '', 'folder'],
    ['the file of a folder', 'folder/infra.nix', 'folder'],
    ['a file', 'folder/infra.nix', 'folder/infra.nix'],
  ])('is named as such: %s', async (_, closed, entry) => {
    const here = withFiles('folder/infra.nix')
    chmodSync(here, 0o755)
    chmodSync(join(here, closed === '' ? 'folder' : closed), 0)
    const found = await asNobody(() => complaint(() => resolveEntries([entry], here), here))
    chmodSync(join(here, 'folder'), 0o755)
    expect(found).toBe("error[file-access]: can't read <here>/folder/infra.nix: permission denied\n")
  })
})
