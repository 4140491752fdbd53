/** What a system's own activation can do wrong. */
import { describe, expect, it } from 'vitest'
import { hasBench } from './bench/requirements.js'
import { badSystem, goodSystem, scene, soon } from './bench/scene.js'
import { system } from './bench/systems.js'

describe.skipIf(!hasBench).concurrent('a deployment whose activation', () => {
  it('succeeds is confirmed, committed, and nothing is left to do', () =>
    scene(async ({ deploy, expectNew, host }) => {
      const first = await deploy(goodSystem())
      expect(first).toMatchObject({ outcome: 'deployed', keysChanged: ['token'], newlyFailedUnits: [] })
      expect(first.state).toMatchObject({
        current: goodSystem(),
        profile: goodSystem(),
        confirmed: goodSystem(),
      })
      expect(first.roundTrips).toBeLessThanOrEqual(12)
      expectNew(goodSystem())
      expect(host.run('cat /boot/default')).toBe(goodSystem())
      expect(host.run('grep -c "restart -- app.service" /var/log/systemctl')).toBe('1')
      const second = await deploy(goodSystem())
      expect(second).toMatchObject({ outcome: 'unchanged', keysChanged: [], roundTrips: 1 })
    }))

  for (const status of [1, 2, 101])
    it(`exits ${status} is rolled back`, () =>
      scene(async ({ deploy, expectOld, expectNew }) => {
        const result = await deploy(badSystem(`exits-${status}`, `activate; exit ${status}`))
        expect(result).toMatchObject({ outcome: 'rolled-back', keysChanged: [] })
        expect(result.reason).toContain(`exit status ${status}`)
        expectOld()
        expect((await deploy(goodSystem())).outcome).toBe('deployed')
        expectNew(goodSystem())
      }))

  it('exits 4 for a unit that had failed before is deployed', () =>
    scene(async ({ host, deploy, expectNew }) => {
      host.run('echo old.service >/run/failed-units')
      const closure = badSystem('old-failure', 'activate; exit 4')
      expect(await deploy(closure)).toMatchObject({ outcome: 'deployed', newlyFailedUnits: [] })
      expectNew(closure)
      expect((await deploy(closure)).outcome).toBe('unchanged')
    }))

  it('exits 4 for a unit that works in the old system is rolled back', () =>
    scene(async ({ host, deploy, expectOld, expectNew }) => {
      host.run('echo old.service >/run/failed-units')
      const result = await deploy(
        badSystem('new-failure', 'activate; echo web.service >>/run/failed-units; exit 4'),
      )
      expect(result).toMatchObject({ outcome: 'rolled-back', newlyFailedUnits: ['web.service'] })
      expectOld()
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
      expectNew(goodSystem())
    }))

  it('exits 4 where systemd does not say which units failed is rolled back', () =>
    scene(async ({ host, deploy, expectOld }) => {
      const result = await deploy(badSystem('mute', 'activate; : >/run/systemctl-broken; exit 4'))
      host.run('rm -f /run/systemctl-broken')
      expect(result).toMatchObject({ outcome: 'rolled-back' })
      expectOld()
    }))

  it('exits 100 is installed for the next boot and never confirmed', () =>
    scene(async ({ host, old, deploy, expectNew }) => {
      const closure = badSystem('needs-reboot', 'exit 100')
      const result = await deploy(closure)
      expect(result).toMatchObject({ outcome: 'installed', state: { current: old, profile: closure } })
      expect(result.state?.confirmed).toBeUndefined()
      expect(host.run('cat /boot/default')).toBe(closure)
      await host.powerCycle()
      expect((await deploy(closure)).outcome).toBe('unchanged')
      expectNew(closure)
    }))

  it('exits 100 where nothing is to be installed is rolled back', () =>
    scene(async ({ deploy, expectOld }) => {
      const result = await deploy(badSystem('needs-reboot', 'exit 100'), { action: 'test' })
      expect(result).toMatchObject({ outcome: 'rolled-back' })
      expect(result.reason).toContain('exit status 100')
      expectOld()
    }))

  it('hangs is rolled back', () =>
    scene(async ({ deploy, expectOld, expectNew }) => {
      const result = await deploy(badSystem('hangs', 'activate; sleep 1000'), soon)
      expect(result).toMatchObject({ outcome: 'rolled-back' })
      expect(result.reason).toContain('did not end within 3 s')
      expectOld()
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
      expectNew(goodSystem())
    }))

  it('hangs, and has children that hold its lock in a session of their own, is rolled back', () =>
    scene(async ({ host, deploy, expectOld }) => {
      const result = await deploy(badSystem('forks', 'activate; setsid sleep 1001 & setsid sleep 1002'), soon)
      expect(result.outcome).toBe('rolled-back')
      expectOld()
      expect(host.run("grep -lszx '100[12]' /proc/[0-9]*/cmdline || true")).toBe('')
    }))

  it('leaves a child behind that keeps its output open does not wait for it', () =>
    scene(async ({ deploy, expectNew }) => {
      const closure = badSystem('daemon', 'activate; sleep 30 9>&- &')
      const result = await deploy(closure)
      expect(result.outcome).toBe('deployed')
      expectNew(closure)
    }))

  it("finds another switch's lock taken is rolled back", () =>
    scene(async ({ host, deploy, expectOld, expectNew }) => {
      // Until the old system wants it.
      host.run(
        'setsid flock /run/nixos/switch-to-configuration.lock sh -c "until grep -q undoing /var/lib/terrane/deployments/*/phase; do sleep 0.1; done; sleep 1" >/dev/null 2>&1 </dev/null &',
      )
      const result = await deploy(goodSystem())
      expect(result).toMatchObject({ outcome: 'rolled-back' })
      expect(result.reason).toContain('exit status 1')
      expectOld()
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
      expectNew(goodSystem())
    }))

  it('fails after the same system was deployed twice goes back to that one', () =>
    scene(async ({ deploy, expectNew }) => {
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
      expect((await deploy(goodSystem())).outcome).toBe('unchanged')
      expect((await deploy(badSystem('third', 'activate; exit 2'))).outcome).toBe('rolled-back')
      expectNew(goodSystem())
    }))

  it('fails on the first deployment ever, without a profile, goes back to what ran', () =>
    scene(async ({ host, old, deploy }) => {
      host.run('rm /nix/var/nix/profiles/system /nix/var/nix/profiles/system-1-link')
      const closure = system({ label: 'first', onBoot: 'exit 1' })
      expect((await deploy(closure)).outcome).toBe('rolled-back')
      expect(host.run('readlink -f /run/current-system')).toBe(old)
      expect(host.run('ls /nix/var/nix/profiles')).toBe('per-user')
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
    }))
})
