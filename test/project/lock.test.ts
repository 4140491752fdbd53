import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { expect, it } from 'vitest'
import { identify, isAlive } from '../../src/process/alive.js'
import { lockWorkFolder } from '../../src/project/lock.js'
import { complaint } from '../support/diagnostics.js'
import { scratch } from '../support/scratch.js'

const apply = { command: 'apply', run: '<run>' }

/** A process that runs until it is told to end. */
const sleeper = () => {
  const child = spawn('sleep', ['1000'], { stdio: 'ignore' })
  return {
    pid: child.pid!,
    end: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

const writeLock = (folder: string, record: object): void => {
  mkdirSync(`${folder}/.terrane`, { recursive: true })
  const whole = {
    version: 1,
    command: 'apply',
    host: hostname(),
    user: 'ana',
    since: '2026-01-02T03:04:05.678Z',
    run: '<run>',
    ...record,
  }
  writeFileSync(`${folder}/.terrane/lock`, JSON.stringify(whole))
}

const stable = (text: string): string =>
  text.replace(/since \d.*Z, by \S+ on \S+/, 'since <time>, by <user> on <host>')

it('keeps a second terrane out until the first is done', async () => {
  const here = scratch()
  const lock = lockWorkFolder(here, apply)
  expect(statSync(`${here}/.terrane/lock`).mode & 0o777).toBe(0o600)
  const text = await complaint(() => lockWorkFolder(here, { ...apply, command: 'plan' }), here)
  expect(stable(text).replace(String(process.pid), '<pid>')).toMatchInlineSnapshot(`
    "error[work-folder-locked]: terrane apply (process <pid>) drives <here>
      since <time>, by <user> on <host>
      hint: wait until it has ended
    "
  `)
  lock.release()
  lockWorkFolder(here, apply).release()
  expect(readdirSync(`${here}/.terrane`)).toEqual([])
})

it('takes over the lock of a terrane that is gone', async () => {
  const here = scratch()
  const gone = sleeper()
  writeLock(here, { holder: identify(gone.pid) })
  await gone.end()
  const lock = lockWorkFolder(here, apply)
  expect(JSON.parse(readFileSync(`${here}/.terrane/lock`, 'utf8')).holder.pid).toBe(process.pid)
  lock.release()
})

it('takes over a lock whose process number belongs to another process by now', () => {
  const here = scratch()
  writeLock(here, { holder: { pid: process.pid, started: 'before' } })
  lockWorkFolder(here, apply).release()
  expect(existsSync(`${here}/.terrane/lock`)).toBe(false)
})

it('stays locked while what a dead terrane has started still works', async () => {
  const here = scratch()
  const [terrane, terraform] = [sleeper(), sleeper()]
  writeLock(here, { holder: identify(terrane.pid), work: [identify(terraform.pid)] })
  await terrane.end()
  const text = await complaint(() => lockWorkFolder(here, apply), here)
  expect(stable(text).replace(String(terraform.pid), '<pid>')).toMatchInlineSnapshot(`
    "error[work-folder-locked]: the terrane that ran apply is gone, but what it started (process <pid>) still works in <here>
      since <time>, by <user> on <host>
      its output goes to <run>
      hint: wait until it has ended; terrane follow --workdir <here> shows how far it is
    "
  `)
  await terraform.end()
  lockWorkFolder(here, apply).release()
})

it('believes the lock of another machine', async () => {
  const here = scratch()
  writeLock(here, { host: 'elsewhere', holder: { pid: 1 } })
  expect(await complaint(() => lockWorkFolder(here, apply), here)).toMatchInlineSnapshot(`
    "error[work-folder-locked]: terrane apply drives <here> from the machine elsewhere
      since 2026-01-02T03:04:05.678Z, by ana on elsewhere
      hint: wait for it; if it no longer runs there, delete <here>/.terrane/lock
    "
  `)
})

it('takes over a lock that says nothing', () => {
  const here = scratch()
  mkdirSync(`${here}/.terrane`)
  writeFileSync(`${here}/.terrane/lock`, '')
  lockWorkFolder(here, apply).release()
})

it('notes a child, for whoever comes after us', async () => {
  const here = scratch()
  const lock = lockWorkFolder(here, apply)
  const child = sleeper()
  lock.noteWork([identify(child.pid)])
  const { work } = JSON.parse(readFileSync(`${here}/.terrane/lock`, 'utf8'))
  expect(isAlive(work[0])).toBe(true)
  expect(isAlive({ ...work[0], started: 'before' })).toBe(false)
  // What is left at work keeps the folder locked.
  lock.release()
  expect(existsSync(`${here}/.terrane/lock`)).toBe(true)
  await child.end()
  lock.release()
  expect(existsSync(`${here}/.terrane/lock`)).toBe(false)
})
