/** Key files: only what changed, all or nothing, and back with the system. */
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/contracts/secret.js'
import { hasBench } from './bench/requirements.js'
import { badSystem, goodSystem, key, newSecret, scene } from './bench/scene.js'

describe.skipIf(!hasBench).concurrent('the keys of a host', () => {
  it('are put in place with owner, group and mode, where there was nothing too; their units restart once', () =>
    scene(async ({ host, deploy }) => {
      const keys = [
        key({ mode: '0440', group: 'daemon' }),
        key({
          name: 'second',
          path: '/run/keys/deep/down/second',
          content: new Secret(`line\n\0${'x'.repeat(70_000)}`),
        }),
        key({ name: 'late', path: '/run/keys/late', upload: 'after', restart: [], reload: ['late.service'] }),
      ]
      const result = await deploy(goodSystem(), { keys })
      expect(result).toMatchObject({ outcome: 'deployed', keysChanged: ['token', 'second', 'late'] })
      expect(
        host.run("stat -c '%U %G %a %s %n' /var/lib/app/token /run/keys/deep/down/second /run/keys/late"),
      ).toBe(
        `root daemon 440 ${newSecret.length} /var/lib/app/token\nroot root 400 70006 /run/keys/deep/down/second\nroot root 400 ${newSecret.length} /run/keys/late`,
      )
      expect(host.run('grep -v list-units /var/log/systemctl')).toBe(
        'systemctl restart -- app.service\nsystemctl reload-or-restart -- late.service',
      )
      host.run('rm -r /run/keys; chmod 400 /var/lib/app/token; chgrp root /var/lib/app/token')
    }))

  it('change alone where the system stays, and only those that differ', () =>
    scene(async ({ host, deploy, expectNew }) => {
      const two = [key(), key({ name: 'same', path: '/run/keys/same', restart: ['same.service'] })]
      expect((await deploy(goodSystem(), { keys: two })).outcome).toBe('deployed')
      host.run(': >/var/log/systemctl; : >/var/log/switches; echo changed >/var/lib/app/token')
      const result = await deploy(goodSystem(), { keys: two })
      expect(result).toMatchObject({ outcome: 'unchanged', keysChanged: ['token'] })
      expectNew(goodSystem())
      expect(host.run('cat /var/log/switches')).toBe('')
      expect(host.run('grep restart /var/log/systemctl')).toBe('systemctl restart -- app.service')
      host.run('rm /run/keys/same')
    }))

  it('that can not all be put on the host change nothing', () =>
    scene(async ({ deploy, expectOld, expectNew, host }) => {
      host.run('mkdir /run/keys/folder')
      const result = await deploy(goodSystem(), {
        keys: [key(), key({ name: 'bad', path: '/run/keys/folder' })],
      })
      expect(result).toMatchObject({ outcome: 'failed', reason: 'the key file /run/keys/folder is a folder' })
      expectOld()
      host.run('mount -t tmpfs -o size=4k tmpfs /run/keys/folder')
      const big = key({ name: 'big', path: '/run/keys/folder/big', content: new Secret('x'.repeat(100_000)) })
      const full = await deploy(goodSystem(), { keys: [key(), big] })
      expect(full.outcome).toBe('failed')
      expect(full.reason).toContain("can't write the key file /run/keys/folder/big")
      expectOld()
      const nobody = await deploy(goodSystem(), {
        keys: [key(), key({ name: 'x', path: '/run/x', owner: 'nosuch' })],
      })
      expect(nobody.reason).toContain('use upload = "after"')
      expectOld()
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
      expectNew(goodSystem())
    }))

  it('that belong to a user whom only the new system makes come after the activation; else all goes back', () =>
    scene(async ({ host, deploy, expectOld }) => {
      const keys = [key(), key({ name: 'late', path: '/run/keys/late', upload: 'after', owner: 'nosuch' })]
      const result = await deploy(goodSystem(), { keys })
      expect(result).toMatchObject({ outcome: 'rolled-back' })
      expect(result.reason).toContain("can't give the key file /run/keys/late to nosuch:root")
      expectOld()
      expect(host.holds('test -e /run/keys/late')).toBe(false)
    }))

  it('that were not there before are gone after a rollback', () =>
    scene(async ({ host, deploy, expectOld }) => {
      const keys = [key(), key({ name: 'fresh', path: '/run/keys/fresh' })]
      expect((await deploy(badSystem('no-keys', 'activate; exit 2'), { keys })).outcome).toBe('rolled-back')
      expect(host.holds('test -e /run/keys/fresh')).toBe(false)
      expectOld()
    }))

  it('whose unit does not restart with them go back', () =>
    scene(async ({ host, deploy, expectOld }) => {
      host.run('echo app.service >/run/unrestartable')
      const result = await deploy(goodSystem())
      expect(result).toMatchObject({ outcome: 'rolled-back' })
      expect(result.reason).toContain('app.service did not restart with its new keys')
      expectOld()
    }))
})
