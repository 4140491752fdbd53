import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { createExclusively, writeAtomically } from '../../src/project/atomic-write.js'
import { complaint } from '../support/diagnostics.js'
import { scratch } from '../support/scratch.js'

it('writes, makes folders, and leaves nothing else behind', () => {
  const here = scratch()
  expect(writeAtomically(`${here}/a/b/file`, 'text')).toBe(true)
  expect(readFileSync(`${here}/a/b/file`, 'utf8')).toBe('text')
  expect(readdirSync(`${here}/a/b`)).toEqual(['file'])
})

it('leaves a file with the same text alone', () => {
  const path = `${scratch()}/file`
  writeAtomically(path, 'text')
  utimesSync(path, 1000, 1000)
  expect(writeAtomically(path, 'text')).toBe(false)
  expect(statSync(path).mtimeMs).toBe(1_000_000)
  expect(writeAtomically(path, 'other')).toBe(true)
})

it('gives the permissions that are asked for', () => {
  const path = `${scratch()}/file`
  writeAtomically(path, 'text', { mode: 0o600 })
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

it('keeps the permissions of a file that it replaces', () => {
  const path = `${scratch()}/file`
  writeFileSync(path, 'old')
  chmodSync(path, 0o640)
  writeAtomically(path, 'new')
  expect(statSync(path).mode & 0o777).toBe(0o640)
})

it('writes what a link leads to, there or not, and leaves the link', () => {
  const here = scratch()
  mkdirSync(`${here}/deep`)
  writeFileSync(`${here}/deep/target`, 'old')
  symlinkSync('target', `${here}/deep/second`)
  symlinkSync('deep/second', `${here}/link`)
  symlinkSync('deep/new', `${here}/dangling`)
  writeAtomically(`${here}/link`, 'text')
  writeAtomically(`${here}/dangling`, 'text')
  expect(readFileSync(`${here}/deep/target`, 'utf8')).toBe('text')
  expect(readFileSync(`${here}/deep/new`, 'utf8')).toBe('text')
  expect(
    lstatSync(`${here}/link`).isSymbolicLink() && lstatSync(`${here}/deep/second`).isSymbolicLink(),
  ).toBe(true)
})

it('says that links go round', async () => {
  const here = scratch()
  symlinkSync('b', `${here}/a`)
  symlinkSync('a', `${here}/b`)
  expect(await complaint(() => writeAtomically(`${here}/a`, 'x'), here)).toBe(
    "error[file-access]: can't write <here>/a: its symbolic links go round\n",
  )
})

it('writes to a device without replacing or reading it', async () => {
  expect(writeAtomically('/dev/null', 'text')).toBe(true)
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  if (!existsSync('/dev/full')) return
  expect(await complaint(() => writeAtomically('/dev/full', 'x'))).toBe(
    "error[file-access]: can't write /dev/full: no space left on the device\n",
  )
})

it('writes to a pipe', async () => {
  const pipe = `${scratch()}/pipe`
  execFileSync('mkfifo', [pipe])
  const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'inherit'] })
  const read = text(reader.stdout)
  writeAtomically(pipe, 'text')
  expect(await read).toBe('text')
  expect(statSync(pipe).isFIFO()).toBe(true)
})

it.skipIf(!existsSync('/proc/self'))('does not try for ever where no folder can be made', async () => {
  expect(await complaint(() => writeAtomically('/proc/none/file', 'x'))).toMatchInlineSnapshot(`
    "error[file-access]: can't write /proc/none: it does not exist
    "
  `)
})

it('says why a file can not be written, and leaves nothing half-written', async () => {
  const here = scratch()
  mkdirSync(`${here}/folder`)
  writeFileSync(`${here}/file`, 'x')
  expect(await complaint(() => writeAtomically(`${here}/folder`, 'x'), here)).toMatchInlineSnapshot(`
    "error[file-access]: can't write <here>/folder: it is a folder
    "
  `)
  expect(await complaint(() => writeAtomically(`${here}/file/below`, 'x'), here)).toMatchInlineSnapshot(`
    "error[file-access]: can't write <here>/file/below: a part of its path is not a folder
    "
  `)
  expect(readdirSync(here)).toEqual(['file', 'folder'])
})

it('makes a file for one of all who try', () => {
  const path = `${scratch()}/claim`
  expect(createExclusively(path, 'first')).toBe(true)
  expect(createExclusively(path, 'second')).toBe(false)
  expect(readFileSync(path, 'utf8')).toBe('first')
})
