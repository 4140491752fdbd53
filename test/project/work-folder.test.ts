import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Entry } from '../../src/project/entry.js'
import { claimWorkFolder, workFolderOf } from '../../src/project/work-folder.js'
import { complaint } from '../support/diagnostics.js'
import { scratch } from '../support/scratch.js'

const file = (path: string): Entry => ({ kind: 'file', path })

it("is the entry's folder, or the one that is asked for", () => {
  expect(workFolderOf([file('/p/infra.nix')], undefined, '/else').path).toBe('/p')
  expect(workFolderOf([file('/p/infra.nix')], 'out', '/else').path).toBe('/else/out')
})

it("is a folder of the output's name beside the flake", async () => {
  const flake = (name: string): Entry => ({ kind: 'flake', flake: '/p', name })
  expect(workFolderOf([flake('web')], undefined, '/p').path).toBe('/p/web')
  for (const name of ['../up', '..', 'a/b', '']) {
    expect(await complaint(() => workFolderOf([flake(name)], undefined, '/p'))).toContain('error[usage]')
  }
  expect(workFolderOf([flake('a/b')], 'w', '/p')).toEqual({ path: '/p/w', entries: ['..#a/b'] })
})

it('names its entries by relative paths, in one order', () => {
  const folder = workFolderOf([file('/p/b.nix'), file('/p/a.nix')], '/p/out', '/p')
  expect(folder.entries).toEqual(['../a.nix', '../b.nix'])
  expect(folder).toEqual(workFolderOf([file('/p/a.nix'), file('/p/b.nix')], '/p/out', '/p'))
})

it('belongs to who claims it first, and stays so', () => {
  const here = scratch()
  const folder = workFolderOf([file(`${here}/infra.nix`)], undefined, here)
  claimWorkFolder(folder)
  claimWorkFolder(folder)
  expect(JSON.parse(readFileSync(`${here}/.terrane/owner.json`, 'utf8'))).toEqual({
    version: 1,
    entries: ['infra.nix'],
  })
  expect(readFileSync(`${here}/.terrane/.gitignore`, 'utf8')).toBe('*\n')
})

it('refuses another entry and leaves everything as it was', async () => {
  const here = scratch()
  claimWorkFolder(workFolderOf([file(`${here}/infra.nix`)], undefined, here))
  const before = readFileSync(`${here}/.terrane/owner.json`, 'utf8')
  const claim = () => claimWorkFolder(workFolderOf([file(`${here}/other.nix`)], undefined, here))
  expect(await complaint(claim, here)).toMatchSnapshot()
  const both = () =>
    claimWorkFolder(workFolderOf([file(`${here}/infra.nix`), file(`${here}/other.nix`)], undefined, here))
  expect(await complaint(both, here)).toMatchSnapshot()
  expect(readFileSync(`${here}/.terrane/owner.json`, 'utf8')).toBe(before)
})

it('refuses a record that it can not read', async () => {
  const here = scratch()
  mkdirSync(join(here, '.terrane'))
  writeFileSync(`${here}/.terrane/owner.json`, '{')
  const claim = () => claimWorkFolder(workFolderOf([file(`${here}/infra.nix`)], undefined, here))
  expect(await complaint(claim, here)).toMatchSnapshot()
})

it('refuses a file in place of a folder', async () => {
  const here = scratch()
  writeFileSync(`${here}/infra.nix`, '{ }')
  const claim = () => claimWorkFolder(workFolderOf([file(`${here}/infra.nix`)], 'infra.nix', here))
  expect(await complaint(claim, here)).toMatchInlineSnapshot(`
    "error[file-access]: the work folder <here>/infra.nix is a file
    "
  `)
  expect(existsSync(`${here}/.terrane`)).toBe(false)
})
