import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { refuseLeak, refuseStateInFlake } from '../../src/project/leak.js'
import { workFolderOf } from '../../src/project/work-folder.js'
import { readDocumentFacts } from '../../src/terraform/driver/document-facts.js'
import { complaint } from '../support/diagnostics.js'
import { scratch } from '../support/scratch.js'

const check = (flake: string, workdir?: string, document: object = {}) => {
  const entries = [{ kind: 'flake', flake, name: 'web' }] as const
  return complaint(
    () =>
      refuseLeak(entries, workFolderOf(entries, workdir, flake), () =>
        readDocumentFacts(JSON.stringify(document)),
      ),
    flake,
  )
}

it('refuses a state in a flake that Nix copies as a whole', async () => {
  expect(await check(scratch())).toMatchInlineSnapshot(`
    "error[state-would-leak]: the state in <here>/web would be copied into the Nix store
      the flake <here> is not in a git checkout, so that Nix copies all of its folder
      everyone on this machine can read the store, and a state holds secrets in plain text
      hint: git init the flake, use a work folder outside of it (--workdir FOLDER), or configure a backend
    "
  `)
})

it('has nothing against a git checkout, a worktree, a folder elsewhere, a backend', async () => {
  const checkout = scratch()
  mkdirSync(`${checkout}/.git`)
  expect(await check(checkout)).toBe('(no complaint)')
  const worktree = scratch()
  writeFileSync(`${worktree}/.git`, 'gitdir: elsewhere')
  expect(await check(worktree)).toBe('(no complaint)')
  expect(await check(scratch(), scratch())).toBe('(no complaint)')
  expect(await check(scratch(), undefined, { terraform: { backend: { s3: {} } } })).toBe('(no complaint)')
})

it('refuses a state beside the flake that a host is taken from, too', async () => {
  const folder = scratch()
  const checkHost = () => complaint(() => refuseStateInFlake(folder, folder), folder)
  expect(await checkHost()).toBe('(no complaint)')
  writeFileSync(`${folder}/terraform.tfstate`, '{}')
  expect(await checkHost()).toContain('error[state-would-leak]: the state in <here> would be copied')
  mkdirSync(`${folder}/.git`)
  expect(await checkHost()).toBe('(no complaint)')
})
