/** What can be asked of a host besides a deployment, and going back. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/contracts/secret.js'
import { checkKeys, execOnHost, readHost } from '../../src/nixos/deploy/on-host.js'
import { resumeHost } from '../../src/nixos/deploy/resume-host.js'
import { rollbackHost } from '../../src/nixos/deploy/rollback-host.js'
import { run } from '../../src/process/run.js'
import { makeKey } from './bench/disk.js'
import { hasBench, hasSudo } from './bench/requirements.js'
import { badSystem, goodSystem, key, keyPath, newSecret, scene } from './bench/scene.js'
import { system } from './bench/systems.js'

const context = { run, env: process.env, note: () => {} }

describe.skipIf(!hasBench).concurrent('a host', () => {
  it('tells its state, runs commands with any arguments, and says which keys it lacks', () =>
    scene(async ({ host, old }) => {
      expect(await readHost('web', host.connection, context)).toEqual({
        current: old,
        booted: old,
        profile: old,
        generation: 1,
      })
      const words = ['printf', '%s|', "it's", '$HOME `id` "quoted"', '', 'two\nlines', '*', '--', '-o']
      const answer = await execOnHost('web', host.connection, words, context)
      expect(answer).toMatchObject({ status: 0, stdout: `${words.slice(2).join('|')}|` })
      expect((await execOnHost('web', host.connection, ['sh', '-c', 'exit 7'], context)).status).toBe(7)
      expect(
        await checkKeys('web', host.connection, [key(), key({ path: '/run/none', name: 'none' })], context),
      ).toEqual(['token', 'none'])
    }))

  it('takes its keys without a deployment of its system', () =>
    scene(async ({ host, old, deploy }) => {
      const result = await deploy(old, { built: 'target', action: 'test' })
      expect(result).toMatchObject({ outcome: 'unchanged', keysChanged: ['token'], state: { current: old } })
      expect(host.run(`cat ${keyPath}`)).toBe(newSecret)
      expect(host.holds('test -e /var/log/switches')).toBe(false)
    }))

  it('goes back to an earlier generation, or to a given one, and keeps the profile in step', () =>
    scene(async ({ host, old, deploy, deployment, context }) => {
      const [one, two] = [system({ label: 'one' }), system({ label: 'two' })]
      await deploy(one)
      await deploy(two)
      const back = await rollbackHost(deployment(two), context())
      expect(back).toMatchObject({
        outcome: 'deployed',
        state: { current: one, profile: one, generation: 2 },
      })
      expect(host.run('cat /boot/default')).toBe(one)
      expect(host.run(`cat ${keyPath}`)).toBe(newSecret)
      const first = await rollbackHost(deployment(two), context(), 1)
      expect(first).toMatchObject({ outcome: 'deployed', state: { current: old, generation: 1 } })
      const none = await rollbackHost(deployment(two), context(), 9)
      expect(none).toMatchObject({ outcome: 'failed', hint: 'it has: 1, 2, 3' })
    }))

  it('that was left with a system nobody confirmed goes back to the confirmed one', () =>
    scene(async ({ deploy, deployment, context }) => {
      await deploy(goodSystem())
      const stray = badSystem('stray', 'activate; exit 2')
      await deploy(stray, { rollback: { automatic: false, timeoutSeconds: 20 } })
      const back = await rollbackHost(deployment(stray), context())
      expect(back).toMatchObject({
        outcome: 'deployed',
        state: { current: goodSystem(), profile: goodSystem() },
      })
    }))

  it('whose deployment we lost sight of can be asked how it ended', () =>
    scene(async ({ host, deploy, deployment, context, at, settled, expectOld }) => {
      expect((await resumeHost(deployment(goodSystem()), context())).reason).toContain(
        'nothing has been deployed',
      )
      at('confirm', host.cutLink)
      await deploy(goodSystem(), { rollback: { automatic: true, timeoutSeconds: 3 } }, { patienceSeconds: 1 })
      host.mendLink()
      expect((await resumeHost(deployment(goodSystem()), context())).outcome).toBe('rolled-back')
      await settled()
      expectOld()
    }))
})

describe.skipIf(!hasBench || !hasSudo).concurrent('a user who is not root', () => {
  it('deploys what nobody has signed, through sudo', () =>
    scene(
      async ({ deploy, host, expectNew }) => {
        const result = await deploy(goodSystem())
        expect(result).toMatchObject({ outcome: 'deployed', keysChanged: ['token'] })
        expect(result.roundTrips).toBeLessThanOrEqual(12)
        expectNew(goodSystem())
        expect((await deploy(goodSystem())).outcome).toBe('unchanged')
        const answer = await execOnHost('web', host.connection, ['id', '-u'], context, { root: true })
        expect(answer.stdout).toBe('0\n')
      },
      { sudo: true },
    ))

  it('who would have to give a password is told so before anything is copied', () =>
    scene(
      async ({ deploy, host, expectOld }) => {
        host.run('sed "s/NOPASSWD: //" /etc/sudoers >/tmp/sudoers; cat /tmp/sudoers >/etc/sudoers')
        const result = await deploy(goodSystem())
        expect(result).toMatchObject({ outcome: 'failed' })
        expect(result.hint).toContain('NOPASSWD')
        expectOld()
      },
      { sudo: true },
    ))
})

describe.skipIf(!hasBench).concurrent('a connection', () => {
  it('takes a private key that no file has, held in memory', () =>
    scene(async ({ host, deploy, expectNew }) => {
      const { identityFile, ...connection } = host.connection
      const identity = new Secret(readFileSync(identityFile!, 'utf8'))
      rmSync(identityFile!)
      expect((await deploy(goodSystem(), { connection: { ...connection, identity } })).outcome).toBe(
        'deployed',
      )
      expectNew(goodSystem())
      const wrong = await deploy(goodSystem(), {
        connection: { ...connection, identity: new Secret('no key') },
      })
      expect(wrong).toMatchObject({ outcome: 'failed' })
      expect(wrong.reason).toContain('does not take the private key')
    }))

  it('keeps to its safety whatever the options say', () =>
    scene(async ({ host, deploy, expectOld }) => {
      const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', ...host.connection.options]
      makeKey(join(host.folder, 'other'))
      const other = readFileSync(join(host.folder, 'other.pub'), 'utf8').trim()
      const result = await deploy(goodSystem(), {
        connection: { ...host.connection, options, hostKeys: [other] },
      })
      expect(result.reason).toContain('another host key')
      expectOld()
    }))

  for (const [what, more] of [
    ['an address that is an option', { host: '-oProxyCommand=true' }],
    ['an address of two words', { host: 'a b' }],
    ['a user that is an option', { user: '-l' }],
    ['an option of two lines', { options: ['A=b\nProxyCommand=true'] }],
    ['a jump host that is an option', { jump: ['-oProxyCommand=true'] }],
    ['a host key of two lines', { hostKeys: ['ssh-ed25519 AAAA\n* ssh-ed25519 AAAA'] }],
    ['a user who can not become root', { user: 'alice' }],
  ] as const)
    it(`refuses ${what}`, async () => {
      const connection = { host: '192.0.2.1', port: 22, user: 'root', sudo: false, jump: [], options: [] }
      const given = { ...connection, alias: 'web', hostKeys: [], knownHostsFile: '/nonexistent', ...more }
      await expect(readHost('web', given, context)).rejects.toMatchObject({
        diagnostics: [{ code: 'host-invalid' }],
      })
    })
})
