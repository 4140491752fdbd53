/** What can happen between a host and us. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { checkTcp } from '../../src/nixos/deploy/check-from-here.js'
import { resumeHost } from '../../src/nixos/deploy/resume-host.js'
import { makeKey } from './bench/disk.js'
import { hasBench } from './bench/requirements.js'
import { badSystem, goodSystem, scene, soon } from './bench/scene.js'

/** sshd with what its files say now. Its port is free once the one before has ended. */
const restartSshd = `
  pid=$(cat /run/sshd.pid); kill $pid 2>/dev/null
  for wait in $(seq 200); do [ -e /proc/$pid/exe ] || break; sleep 0.05; done
  /usr/sbin/sshd -f /mnt/sshd_config`

describe.skipIf(!hasBench).concurrent('a deployment', () => {
  it('whose link is cut before anything was changed changes nothing, and says so', () =>
    scene(async ({ host, deploy, at, expectOld, expectNew }) => {
      at('copy', host.cutLink)
      const result = await deploy(goodSystem())
      expect(result).toMatchObject({ outcome: 'failed' })
      expectOld()
      host.mendLink()
      // The host has not noticed yet that we are gone.
      host.run(`pkill -KILL sshd; ${restartSshd}`)
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
      expectNew(goodSystem())
    }))

  it('whose link is cut for a while during the activation is looked at again and ends well', () =>
    scene(async ({ host, deploy, at, events, expectNew }) => {
      at('activate', () => {
        host.cutLink()
        setTimeout(host.mendLink, 5000)
      })
      const closure = badSystem('slow', 'sleep 2; activate')
      expect((await deploy(closure)).outcome).toBe('deployed')
      expect(events.filter(event => event.type === 'host_note').map(event => event.message)).toContain(
        'the host is back',
      )
      // Nothing of the output is shown twice.
      expect(
        events.filter(event => event.type === 'host_output' && event.line.includes(closure)),
      ).toHaveLength(1)
      expectNew(closure)
    }))

  it('that is interrupted twice is left alone, goes back by itself, and is found again', () =>
    scene(async ({ host, deploy, context, deployment, at, settled, expectOld, expectNew }) => {
      const [stop, leave] = [new AbortController(), new AbortController()]
      at('activate', () => {
        setTimeout(() => stop.abort('SIGINT'), 500)
        setTimeout(() => leave.abort('SIGINT'), 700)
      })
      // What goes on there takes long, also the way back.
      const closure = badSystem('slow-both', 'sleep 3; activate')
      const signals = { signal: stop.signal, leave: leave.signal }
      const result = await deploy(closure, soon, signals)
      expect(result).toMatchObject({ outcome: 'unknown', hint: 'terrane resume --on web' })
      expect(result.reason).toContain('left alone')
      const meanwhile = await deploy(goodSystem())
      if (meanwhile.outcome === 'failed') expect(meanwhile.hint).toContain('terrane resume --on web')
      expect(await resumeHost(deployment(closure, soon), context())).toMatchObject({
        outcome: meanwhile.outcome === 'failed' ? 'rolled-back' : 'deployed',
      })
      await settled()
      if (meanwhile.outcome === 'failed') expectOld()
      expect(host.holds('test -e /run/current-system')).toBe(true)
      expect(['deployed', 'unchanged']).toContain((await deploy(goodSystem())).outcome)
      expectNew(goodSystem())
    }))

  it('whose link is cut by the new system goes back by itself, and is found so', () =>
    scene(async ({ deploy, expectOld, expectNew }) => {
      const result = await deploy(badSystem('cuts', 'activate; ip link set eth0 down'), soon)
      expect(result).toMatchObject({ outcome: 'rolled-back' })
      expectOld()
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
      expectNew(goodSystem())
    }))

  it('whose link is cut after the activation goes back, since nobody confirms', () =>
    scene(async ({ host, deploy, at, expectOld }) => {
      at('confirm', () => {
        host.cutLink()
        setTimeout(host.mendLink, 8000)
      })
      const result = await deploy(goodSystem(), soon)
      expect(result).toMatchObject({ outcome: 'rolled-back' })
      expect(result.reason).toContain('nobody confirmed within 3 s')
      expectOld()
    }))

  it('whose host stays away is unknown, with what to run; the host goes back all the same', () =>
    scene(async ({ host, deploy, at, settled, expectOld }) => {
      at('confirm', host.cutLink)
      const result = await deploy(goodSystem(), soon, { patienceSeconds: 1 })
      expect(result).toMatchObject({ outcome: 'unknown', hint: 'terrane resume --on web' })
      await settled()
      host.mendLink()
      expectOld()
    }))

  it('whose sshd is killed with all its connections and comes back ends well', () =>
    scene(async ({ deploy, expectNew }) => {
      const closure = badSystem(
        'restarts-sshd',
        'kill -KILL $(cat /run/sshd.pid); pkill -KILL sshd; sleep 1; /usr/sbin/sshd -f /mnt/sshd_config 9>&-; activate',
      )
      expect((await deploy(closure)).outcome).toBe('deployed')
      expectNew(closure)
    }))

  it('that leaves nothing but old connections to the host can not be confirmed and goes back', () =>
    scene(async ({ host, deploy, expectOld, expectNew }) => {
      const result = await deploy(badSystem('locks-out', 'kill $(cat /run/sshd.pid); activate'), soon)
      expect(result).toMatchObject({ outcome: 'rolled-back' })
      expect(result.reason).toContain('nobody confirmed')
      expect(await checkTcp(host.address, 22)).toBe(true)
      expectOld()
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
      expectNew(goodSystem())
    }))

  it('to a machine that was replaced is refused, and says what to do; nothing is sent to it', () =>
    scene(async ({ host, deploy, expectOld, expectNew }) => {
      makeKey(join(host.disk, 'mnt', 'other'))
      host.run(`cp /mnt/other /mnt/hostkey; ${restartSshd}`)
      const other = readFileSync(join(host.disk, 'mnt', 'other.pub'), 'utf8').trim()
      const result = await deploy(goodSystem())
      expect(result.outcome).toBe('failed')
      expect(result.reason).toContain('another host key')
      expect(result.hint).toContain(other)
      expect(host.holds('ls /var/lib/terrane')).toBe(false)
      expectOld()
      const replaced = { ...host.connection, hostKeys: [other] }
      expect((await deploy(goodSystem(), { connection: replaced })).outcome).toBe('deployed')
      expectNew(goodSystem())
    }))

  it('records the host key of the first use, shows it, and keeps to it', () =>
    scene(async ({ host, deploy, events }) => {
      const connection = { ...host.connection, hostKeys: [] }
      expect((await deploy(goodSystem(), { connection })).outcome).toBe('deployed')
      const print = execFileSync('ssh-keygen', ['-lf', join(host.disk, 'mnt', 'hostkey.pub')], {
        encoding: 'utf8',
      }).split(' ')[1]
      const [note] = events.filter(event => event.type === 'host_note')
      expect(note?.message).toContain(print)
      makeKey(join(host.disk, 'mnt', 'other'))
      host.run(`cp /mnt/other /mnt/hostkey; ${restartSshd}`)
      const result = await deploy(goodSystem(), { connection })
      expect(result).toMatchObject({ outcome: 'failed' })
      expect(result.hint).toContain(`ssh-keygen -R ${host.name}`)
    }))

  it('that is interrupted goes back', () =>
    scene(async ({ deploy, at, expectOld }) => {
      const controller = new AbortController()
      at('activate', () => controller.abort())
      const result = await deploy(
        badSystem('interrupted', 'sleep 1; activate'),
        {},
        { signal: controller.signal },
      )
      expect(result).toMatchObject({ outcome: 'rolled-back', reason: 'it was interrupted' })
      expectOld()
    }))

  it('that is not approved changes nothing and gives the lock back', () =>
    scene(async ({ host, deploy, expectOld }) => {
      const result = await deploy(goodSystem(), {}, { approve: async () => false })
      expect(result).toMatchObject({ outcome: 'failed', reason: 'not approved' })
      expectOld()
      await vi.waitFor(() => expect(host.holds('test -e /var/lib/terrane/lock')).toBe(false), 30_000)
    }))
})
