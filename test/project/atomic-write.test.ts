import { spawn, spawnSync } from 'node:child_process'
import {
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

it('writes to a pipe or a device, and does not replace it', async () => {
  const pipe = `${scratch()}/pipe`
  spawnSync('mkfifo', [pipe])
  const reader = spawn('cat', [pipe])
  expect(writeAtomically(pipe, 'text')).toBe(true)
  expect(await text(reader.stdout)).toBe('text')
  expect(statSync(pipe).isFIFO()).toBe(true)
})

it('replaces a link, and not what it points to', () => {
  const here = scratch()
  writeFileSync(`${here}/target`, 'old')
  symlinkSync('target', `${here}/link`)
  writeAtomically(`${here}/link`, 'new')
  expect(readFileSync(`${here}/target`, 'utf8')).toBe('old')
  expect(readFileSync(`${here}/link`, 'utf8')).toBe('new')
})

it('says why a file can not be written, and leaves nothing half-written', async () => {
  const here = scratch()
  mkdirSync(`${here}/folder`)
  writeFileSync(`${here}/file`, 'x')
  expect(await complaint(() => writeAtomically(`${here}/folder`, 'x'), here)).toMatchInlineSnapshot(`
    "error[file-access]: can't read <here>/folder: it is a folder
    "
  `)
  expect(await complaint(() => writeAtomically(`${here}/file/below`, 'x'), here)).toMatchInlineSnapshot(`
    "error[file-access]: can't read <here>/file/below: a part of its path is not a folder
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
