/** The commit point, and the power. */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { hasBench } from './bench/requirements.js'
import { badSystem, goodSystem, scene } from './bench/scene.js'
import { system } from './bench/systems.js'

describe.skipIf(!hasBench).concurrent('the commit point', () => {
  it('is not reached when the bootloader fails: profile, system and keys go back', () =>
    scene(async ({ host, old, deploy, expectOld, expectNew }) => {
      const result = await deploy(system({ label: 'full-boot', onBoot: 'echo no space >&2; exit 1' }))
      expect(result).toMatchObject({ outcome: 'rolled-back' })
      expect(result.reason).toContain('the bootloader could not be installed')
      expectOld()
      expect(host.run('ls /nix/var/nix/profiles | grep system')).toBe('system\nsystem-1-link')
      expect(host.run('cat /boot/default')).toBe(old)
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
      expectNew(goodSystem())
    }))

  it('is not reached when the power goes during the activation', () =>
    scene(async ({ host, deploy, at, expectOld, expectNew }) => {
      const closure = badSystem('power', 'activate; : >/run/activated; sleep 5')
      at('activate', async () => {
        while (!host.holds('test -e /run/activated')) await sleep(50)
        await host.powerCycle()
      })
      const result = await deploy(closure)
      expect(result).toMatchObject({ outcome: 'rolled-back' })
      expect(result.reason).toContain('the host was restarted')
      expectOld()
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
      expectNew(goodSystem())
    }))

  it('is not reached when the power goes between the profile and the bootloader', () =>
    scene(async ({ host, old, deploy, at, expectOld }) => {
      const closure = system({ label: 'power-profile', onBoot: 'sleep 30' })
      at('commit', async () => {
        while (!host.holds('grep -q "^boot" /var/log/switches')) await sleep(50)
        await host.powerCycle()
      })
      const result = await deploy(closure)
      expect(result).toMatchObject({ outcome: 'rolled-back' })
      expectOld()
      expect(host.run('cat /boot/default')).toBe(old)
      expect(host.run('ls /nix/var/nix/profiles | grep system')).toBe('system\nsystem-1-link')
    }))

  it('is passed when the power goes right after the bootloader: the new system is kept', () =>
    scene(async ({ host, deploy, at, expectNew }) => {
      const closure = system({
        label: 'power-after',
        onBoot: '[ -e /mnt/once ] || { install; : >/mnt/once; sleep 30; }',
      })
      at('commit', async () => {
        while (!host.holds('test -e /mnt/once')) await sleep(50)
        await host.powerCycle()
      })
      const result = await deploy(closure)
      expect(result).toMatchObject({ outcome: 'deployed' })
      expectNew(closure)
    }))

  it('holds over a power cycle', () =>
    scene(async ({ host, deploy, expectNew }) => {
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
      await host.powerCycle()
      expectNew(goodSystem())
      expect((await deploy(goodSystem())).outcome).toBe('unchanged')
    }))
})

describe.skipIf(!hasBench).concurrent('the watchdog', () => {
  const kill = "kill -KILL $(cut -d' ' -f1 /var/lib/terrane/deployments/*/watchdog)"

  it('that is killed during the activation is reported, and the old system comes back', () =>
    scene(async ({ host, deploy, at, events, expectOld, expectNew }) => {
      at('activate', () => host.run(kill))
      const result = await deploy(badSystem('watchdog', 'activate; sleep 3'))
      expect(result).toMatchObject({ outcome: 'rolled-back', reason: 'the watchdog was killed' })
      expect(JSON.stringify(events)).toContain('its watchdog was killed')
      expectOld()
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
      expectNew(goodSystem())
    }))

  it('that is killed after the decision gets a successor that does what was decided', () =>
    scene(async ({ host, deploy, at, expectNew }) => {
      const closure = system({ label: 'watchdog-commit', onBoot: 'sleep 3' })
      at('commit', () => host.run(kill))
      expect((await deploy(closure)).outcome).toBe('deployed')
      expectNew(closure)
    }))

  it('that is killed when nobody looks is found by the next deployment', () =>
    scene(async ({ host, deploy, at, events, expectNew }) => {
      at('activate', () => {
        host.run(kill)
        host.cutLink()
      })
      expect((await deploy(badSystem('alone', 'activate'), {}, { patienceSeconds: 1 })).outcome).toBe(
        'unknown',
      )
      host.mendLink()
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
      expect(JSON.stringify(events)).toContain('brought to its end first')
      expectNew(goodSystem())
    }))
})
