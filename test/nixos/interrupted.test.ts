/** terrane as a process, in the hands of somebody who does not want to wait, or is gone. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repository } from '../support/nix.js'
import { type BenchHost, benchHost } from './bench/host.js'
import { type BenchProject, benchProject } from './bench/project.js'
import { hasBench } from './bench/requirements.js'
import { system } from './bench/systems.js'

/** Not for ever: also what nobody releases comes to an end. */
const untilReleased = 'for i in $(seq 300); do test -e /run/released && break; sleep 0.1; done'

describe.skipIf(!hasBench)('a deployment at work', () => {
  /** The way back to it takes as long as the test wants. */
  const oldSystem = () =>
    system({ label: 'old-waits', onTest: `if test -e /run/activating; then ${untilReleased}; fi` })
  let host: BenchHost
  let project: BenchProject

  beforeAll(async () => {
    process.env.TOKEN = 'not-said'
    host = await benchHost(oldSystem())
  })
  afterAll(() => host.remove())

  const start = (args: readonly string[]) => {
    const child = spawn(process.execPath, [join(repository, 'dist', 'cli.cjs'), ...args], {
      cwd: project.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said = { out: '', err: '' }
    child.stdout.setEncoding('utf8').on('data', text => {
      said.out += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      said.err += text
    })
    const ended = once(child, 'close').then(([status]) => ({ status, ...said }))
    return { child, ended, said }
  }

  const release = () => host.run(': >/run/released')

  const atWork = async (label: string) => {
    host.run('rm -f /run/activating /run/released')
    project = benchProject({ web: host })
    project.write(
      'web.nix',
      `{ environment.etc.label = "${label}"; fake.onTest = ": >/run/activating; ${untilReleased}; activate"; }`,
    )
    const running = start(['deploy', '--auto-approve', '--no-color'])
    const isOver = running.ended.then(({ out, err }) => {
      throw new Error(`it ended before: ${out}${err}`)
    })
    isOver.catch(() => {})
    while (!host.holds('test -e /run/activating')) await Promise.race([sleep(100), isOver])
    return running
  }

  it('is left alone after a second Ctrl-C, and resume tells how it ended', async () => {
    const running = await atWork('interrupted')
    running.child.kill('SIGINT')
    while (!running.said.err.includes('once more: terrane leaves it alone')) await sleep(20)
    while (!host.holds('grep -qs ^undo /var/lib/terrane/deployments/*/decision')) await sleep(50)
    running.child.kill('SIGINT')
    const { status, out, err } = await running.ended
    // Nobody has waited for the host.
    expect(host.holds('grep -qsx over /var/lib/terrane/deployments/*/phase')).toBe(false)
    release()
    expect(err).toContain(
      'interrupted: the host goes back to its old system (once more: terrane leaves it alone',
    )
    expect(out).toMatch(/^web +unknown/m)
    expect(out).toContain('hint: terrane resume --on web')
    expect(status).toBe(130)
    const resumed = await project.terrane('resume')
    expect(resumed.out).toMatch(/^web +rolled back/m)
    expect(host.run('readlink -f /run/current-system')).toBe(oldSystem())
  })

  it('goes on to its end when the terminal is closed', async () => {
    const running = await atWork('hung up')
    running.child.stdout.destroy()
    running.child.stderr.destroy()
    running.child.kill('SIGHUP')
    release()
    const { status } = await running.ended
    expect(status).toBe(0)
    expect(host.run('cat /run/current-system/etc')).toBe('{"label":"hung up"}')
  })
})
