/** Deployments that go through a reboot, and hosts whose first process is systemd (a shim stands in for systemd-run). */
import { describe, expect, it } from 'vitest'
import { hasBench } from './bench/requirements.js'
import { badSystem, goodSystem, key, newSecret, scene } from './bench/scene.js'

describe.skipIf(!hasBench).concurrent('a deployment with a reboot', () => {
  it('is confirmed once the new system has come up, with the keys that the reboot has lost', () =>
    scene(
      async ({ host, old, deploy, events, expectNew }) => {
        const closure = badSystem('kernel', 'exit 100')
        const keys = [key(), key({ name: 'volatile', path: '/run/keys/volatile' })]
        const result = await deploy(closure, { reboot: true, keys })
        expect(result).toMatchObject({ outcome: 'deployed', state: { booted: closure, current: closure } })
        expectNew(closure)
        expect(host.run('cat /boot/default; cat /run/keys/volatile')).toBe(`${closure}\n${newSecret}`)
        // Until then the old system was what a power cut would have brought back.
        expect(host.run('grep "^boot" /var/log/switches')).toBe(`boot ${old}\nboot ${closure}`)
        expect(events.filter(event => event.type === 'host_note').map(event => event.message)).toContain(
          'the host has rebooted',
        )
        host.run('rm /run/keys/volatile')
        expect((await deploy(closure, { reboot: true })).outcome).toBe('unchanged')
      },
      { systemdBoot: true },
    ))

  it('goes back when the new system does not come up', () =>
    scene(
      async ({ host, deploy, expectOld }) => {
        host.run(': >/mnt/no-new-system')
        const result = await deploy(goodSystem(), { reboot: true })
        expect(result).toMatchObject({ outcome: 'rolled-back' })
        expect(result.reason).toContain('the new system did not come up')
        expectOld()
      },
      { systemdBoot: true },
    ))

  it('says so where the bootloader can not start a system just once', () =>
    scene(async ({ deploy, events, expectNew }) => {
      const result = await deploy(goodSystem(), { reboot: true })
      expect(result.outcome).toBe('deployed')
      expect(JSON.stringify(events)).toContain('UNPROTECTED')
      expectNew(goodSystem())
    }))
})

describe.skipIf(!hasBench).concurrent('where systemd is the first process, a deployment', () => {
  it('runs as transient units and ends well', () =>
    scene(
      async ({ host, deploy, expectNew }) => {
        expect((await deploy(goodSystem())).outcome).toBe('deployed')
        expectNew(goodSystem())
        expect(
          host.run("grep -o 'unit=terrane-[0-9a-f]*[a-z-]*' /var/log/systemd-run | sed 's/-[0-9a-f]*//'"),
        ).toBe('unit=terrane\nunit=terrane-activation\nunit=terrane-bootloader')
      },
      { systemd: true },
    ))

  it('that hangs is killed with its unit and rolled back', () =>
    scene(
      async ({ deploy, expectOld }) => {
        const result = await deploy(badSystem('hangs', 'activate; sleep 1000'), {
          rollback: { automatic: true, timeoutSeconds: 3 },
        })
        expect(result.outcome).toBe('rolled-back')
        expectOld()
      },
      { systemd: true },
    ))

  it('whose watchdog is killed is rolled back by the one that systemd starts', () =>
    scene(
      async ({ host, deploy, at, expectOld }) => {
        at('activate', () => host.run("kill -KILL $(cut -d' ' -f1 /var/lib/terrane/deployments/*/watchdog)"))
        const result = await deploy(badSystem('watchdog', 'activate; sleep 3'))
        expect(result).toMatchObject({ outcome: 'rolled-back', reason: 'the watchdog was killed' })
        expectOld()
      },
      { systemd: true },
    ))
})
