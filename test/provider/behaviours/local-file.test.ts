/** Files that are really written. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Operation } from '../../../src/provider/behaviour.js'
import { localFiles } from '../../../src/provider/behaviours/local-file.js'
import type { Values } from '../../../src/provider/values/value.js'
import { scratch } from '../../support/scratch.js'

const permissions = { file_permission: '0640', directory_permission: '0750' }

const operation = (rest: Partial<Operation>): Operation => ({
  provider: 'hashicorp/local',
  settings: {},
  action: 'create',
  type: 'local_file',
  ...rest,
})

const inFolder = () => {
  const folder = scratch()
  const { local_file, local_sensitive_file } = localFiles(folder)
  const apply = local_file!.apply as (operation: Operation) => Values | undefined
  return {
    folder,
    file: local_file!,
    sensitive: local_sensitive_file!,
    create: (planned: Values) => apply(operation({ planned: { ...permissions, ...planned } })),
    remove: (prior: Values) => apply(operation({ action: 'delete', prior })),
    read: (prior: Values) => local_file!.read!(operation({ action: 'read', prior })),
  }
}

describe('a file is written', () => {
  it.each([
    ['its text', { content: 'hellö' }],
    ['secret text', { sensitive_content: 'hellö' }],
    ['bytes in base64', { content_base64: Buffer.from('hellö').toString('base64') }],
    ['the content of another', { source: 'other' }],
  ])('from %s', (_, planned) => {
    const { folder, create } = inFolder()
    writeFileSync(join(folder, 'other'), 'hellö')
    create({ filename: 'sub/file', ...planned })
    expect(readFileSync(join(folder, 'sub/file'), 'utf8')).toBe('hellö')
  })

  it('with its permissions and those of a new folder', () => {
    const { folder, create } = inFolder()
    create({ filename: 'sub/file', content: '' })
    expect(statSync(join(folder, 'sub/file')).mode & 0o777).toBe(0o640)
    expect(statSync(join(folder, 'sub')).mode & 0o777).toBe(0o750 & ~process.umask())
  })

  it('and its hashes are known', () => {
    expect(inFolder().create({ filename: 'file', content: 'abc' })).toMatchObject({
      id: 'a9993e364706816aba3e25717850c26c9cd0d89d',
      content_md5: '900150983cd24fb0d6963f7d28e17f72',
      content_base64sha256: 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=',
    })
  })
})

it('is open for all by default, a sensitive one for its owner', () => {
  const { file, sensitive } = inFolder()
  expect(file.plan!(operation({}))).toMatchObject({ file_permission: '0777' })
  expect(sensitive.plan!(operation({}))).toMatchObject({ file_permission: '0700' })
})

it('is gone when its content has changed or it was deleted', () => {
  const { folder, create, read } = inFolder()
  const prior = { filename: 'file', ...create({ filename: 'file', content: 'abc' }) }
  expect(read(prior)).toBe(prior)
  writeFileSync(join(folder, 'file'), 'abd')
  expect(read(prior)).toBeNull()
  expect(read({ ...prior, filename: 'other' })).toBeNull()
})

it('is deleted, though it may be gone already', () => {
  const { folder, create, remove } = inFolder()
  create({ filename: 'file', content: '' })
  remove({ filename: 'file' })
  remove({ filename: 'file' })
  expect(existsSync(join(folder, 'file'))).toBe(false)
})

describe('refused is', () => {
  it('what the system refuses', () => {
    const { folder, create } = inFolder()
    mkdirSync(join(folder, 'file'))
    expect(() => create({ filename: 'file', content: '' })).toThrow(
      expect.objectContaining({ name: 'Refusal', message: 'The file could not be written' }),
    )
  })

  it('a permission that is no octal mode', () => {
    expect(() => inFolder().create({ filename: 'file', content: '', file_permission: 'rw' })).toThrow(
      expect.objectContaining({ name: 'Refusal', attribute: 'file_permission' }),
    )
  })
})
