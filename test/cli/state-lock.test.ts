import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readStateLock } from '../../src/terraform/driver/state-lock.js'
import { appears } from '../support/programs.js'
import { scratch } from '../support/scratch.js'
import { stateServer } from '../support/state-server.js'
import { hasTerraform } from '../support/terraform.js'
import { terrane, writeEntry } from '../support/terrane.js'
import { bundleTerrane, startTerrane } from '../support/terrane-as-process.js'

bundleTerrane()

const waiting = 'touch started; while [ ! -e go ]; do sleep 0.02; done'

const slow = (backend?: object) => ({
  ...(backend === undefined ? {} : { terraform: { backend } }),
  resource: { terraform_data: { slow: { provisioner: [{ 'local-exec': { command: waiting } }] } } },
})

const masked = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')
    .replace(/held by \S+@[^,\s]+/, 'held by <user>@<host>')
    .replace(/locked by \S+@[^,\s]+/, 'locked by <user>@<host>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')

const atWork = async (folder: string) => {
  const running = startTerrane(folder, ['apply', '--auto-approve'])
  await appears(`${folder}/started`)
  return running
}

describe.skipIf(!hasTerraform)('a state that somebody else works with', () => {
  it('two operators with a state on a server: the second is told, and what to do', async () => {
    const server = await stateServer()
    const [first, second] = [scratch(), scratch()]
    for (const folder of [first, second]) writeEntry(folder, slow(server.backend))
    const { ended } = await atWork(first)
    const refused = await terrane(second, ['plan'])
    expect(refused.status).toBe(1)
    expect(masked(refused.err)).toMatchSnapshot()
    writeFileSync(`${first}/go`, '')
    expect((await ended).status).toBe(0)
    expect(await terrane(second, ['plan'])).toMatchObject({ status: 0, out: 'Nothing to change.\n' })
  })

  it('two operators with a state in a file: with whom, for what and since when', async () => {
    const [first, second] = [scratch(), scratch()]
    writeEntry(first, slow())
    writeEntry(second, slow({ local: { path: `${first}/terraform.tfstate` } }))
    const { ended } = await atWork(first)
    const refused = await terrane(second, ['plan'])
    expect(refused.status).toBe(1)
    expect(masked(refused.err)).toMatchSnapshot()
    const found = await terrane(second, ['unlock'], ['no'])
    expect(found).toMatchObject({ status: 1, questions: [expect.stringContaining('Release the lock?')] })
    expect(masked(found.out)).toMatchSnapshot()
    writeFileSync(`${first}/go`, '')
    expect((await ended).status).toBe(0)
  })

  it('a lock that a killed Terraform has left: terrane unlock finds it, asks, and takes it away', async () => {
    const server = await stateServer()
    const folder = scratch()
    writeEntry(folder, slow(server.backend))
    const { ended } = await atWork(folder)
    const { work } = JSON.parse(readFileSync(`${folder}/.terrane/lock`, 'utf8'))
    process.kill(work[1].pid, 'SIGKILL')
    const { err } = await ended
    expect(err).toContain('terrane unlock says by whom')
    writeFileSync(`${folder}/go`, '')

    const refused = await terrane(folder, ['plan'])
    expect(refused.err).toContain('error[state-locked]')
    expect((await terrane(folder, ['unlock'])).status).toBe(4)
    const released = await terrane(folder, ['unlock'], ['yes'])
    expect(released.status).toBe(0)
    expect(masked(released.out)).toMatchSnapshot()
    expect(server.lock()).toBeUndefined()
    expect((await terrane(folder, ['unlock', '--auto-approve'])).out).toBe('The state is not locked.\n')
    expect((await terrane(folder, ['apply', '--auto-approve'])).status).toBe(0)
    expect(existsSync(`${folder}/.terrane/lock`)).toBe(false)
  })

  it('a lock with another id is not taken away', async () => {
    const folder = scratch()
    writeEntry(folder, { resource: { terraform_data: { a: {} } } })
    const wrong = await terrane(folder, ['unlock', 'not-an-id', '--auto-approve'])
    expect(wrong.status).toBe(1)
    expect(wrong.err).toContain('error[terraform-failed]: the lock not-an-id could not be released')
  })
})

it('reads the holder from what Terraform prints', () => {
  const detail = [
    'Error message: resource temporarily unavailable',
    'Lock Info:',
    '  ID:        c53eeac0',
    '  Path:      terraform.tfstate',
    '  Operation: OperationTypeApply',
    '  Who:       ana@build 7',
    '  Version:   1.11.4',
    '  Created:   2026-01-02 03:04:05.801151108 +0000 UTC',
    '  Info:      ',
  ].join('\n')
  expect(readStateLock(detail)).toEqual({
    id: 'c53eeac0',
    who: 'ana@build 7',
    operation: 'apply',
    since: '2026-01-02T03:04:05Z',
  })
  expect(readStateLock(`HTTP remote state already locked: ID=held\n${detail}`)).toEqual({ id: 'held' })
  expect(readStateLock('no lock at all')).toBeUndefined()
})
