/** Copying a system, checking its health, keeping generations. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { quoteForShell } from '../../src/process/shell-words.js'
import { hasBench } from './bench/requirements.js'
import { badSystem, goodSystem, oldSystem, scene } from './bench/scene.js'
import { system } from './bench/systems.js'

const none = { http: [], tcp: [], command: [], units: [], timeoutSeconds: 1 } as const

describe.skipIf(!hasBench).concurrent('a deployment', () => {
  it('to a host whose disk gets full changes nothing', () =>
    scene(
      async ({ host, deploy, expectOld, expectNew }) => {
        const result = await deploy(system({ label: 'huge', extra: 40_000_000 }))
        expect(result.outcome).toBe('failed')
        expect(result.hint).toContain(
          'the disk of the host is full: terrane exec --on web -- nix-collect-garbage',
        )
        expectOld()
        // Nix leaves what has arrived of the path that did not fit.
        host.run('NIX_CONF_DIR=/mnt nix-collect-garbage 2>&1')
        expectOld()
        expect((await deploy(goodSystem())).outcome).toBe('deployed')
        expectNew(goodSystem())
      },
      { storeSize: '16m' },
    ))

  for (const [what, health, reason] of [
    ['a unit', { ...none, units: ['web.service'] }, 'the unit web.service is not active'],
    ['a command', { ...none, command: [['test', '-e', "/it's not there"]] }, 'failed'],
    [
      'a port, from the host',
      { ...none, tcp: [{ port: 81, from: 'target' }] },
      'nothing listens on 127.0.0.1 port 81',
    ],
    ['a port, from here', { ...none, tcp: [{ port: 81, from: 'here' }] }, 'port 81'],
  ] as const)
    it(`whose health check of ${what} fails is rolled back`, () =>
      scene(async ({ deploy, expectOld }) => {
        const result = await deploy(goodSystem(), { health })
        expect(result).toMatchObject({ outcome: 'rolled-back' })
        expect(result.reason).toContain('health check failed')
        expect(result.reason).toContain(reason)
        expectOld()
      }))

  it('whose health checks hold after a while is deployed', () =>
    scene(async ({ deploy, expectNew }) => {
      const closure = badSystem(
        'healthy',
        'activate; (sleep 1; echo web.service >/run/active-units) 9>&- >/dev/null 2>&1 &',
      )
      const health = {
        ...none,
        units: ['web.service'],
        command: [['grep', '-q', 'web', '/run/active-units']],
        tcp: [
          { port: 22, from: 'target' },
          { port: 22, from: 'here' },
        ],
        timeoutSeconds: 30,
      } as const
      expect((await deploy(closure, { health })).outcome).toBe('deployed')
      expectNew(closure)
    }))

  /** A system with a web server, which is there at once or a while after the activation. */
  const webSystem = (delay = 0) => {
    // The host need not see the folder of this repository.
    const server = readFileSync(join(import.meta.dirname, 'bench', 'web.pl'), 'utf8')
    const command = quoteForShell(['perl', '-e', server, '8080'])
    return badSystem(
      'web',
      `activate; (sleep ${delay}; exec setsid ${command}) </dev/null >/dev/null 2>&1 9>&- &`,
    )
  }

  it('whose web server answers, here and there, as it should, is deployed', () =>
    scene(async ({ host, deploy, expectNew }) => {
      const here = `http://${host.address}:8080`
      const health = {
        ...none,
        http: [
          { url: `${here}/ok`, from: 'here' },
          { url: `${here}/moved`, from: 'here' },
          { url: `${here}/broken`, status: 503, from: 'here' },
          { url: 'http://127.0.0.1:8080/ok', status: 200, from: 'target' },
          { url: 'http://127.0.0.1:8080/moved', from: 'target' },
        ],
        tcp: [
          { port: 8080, from: 'here' },
          { port: 8080, host: '127.0.0.1', from: 'target' },
        ],
        timeoutSeconds: 30,
      } as const
      expect((await deploy(webSystem(1), { health })).outcome).toBe('deployed')
      expectNew(webSystem(1))
    }))

  for (const [from, url, said] of [
    ['here', '/broken', '/broken answers with status 503'],
    ['target', '/broken', '/broken answers with status 503'],
    ['here', '/ok', '/ok answers with status 200'],
  ] as const)
    it(`whose web server does not answer as it should (${url}, asked from ${from}) is rolled back`, () =>
      scene(async ({ host, deploy, expectOld }) => {
        const check = { url: `http://${host.address}:8080${url}`, from }
        const result = await deploy(webSystem(), {
          health: {
            ...none,
            http: [{ ...check, ...(url === '/ok' ? { status: 204 } : {}) }],
            timeoutSeconds: 4,
          },
        })
        expect(result).toMatchObject({ outcome: 'rolled-back' })
        expect(result.reason).toContain(`health check failed: http://${host.address}:8080${said}`)
        expectOld()
      }))

  it('keeps as many generations as it is told, and those that are booted, running and confirmed', () =>
    scene(async ({ host, deploy }) => {
      for (const label of ['a', 'b', 'c', 'd'])
        expect((await deploy(system({ label }), { keep: 1 })).outcome).toBe('deployed')
      // 1 is booted, 5 is the one that runs, 4 is the one to keep.
      expect(host.run('ls -d /nix/var/nix/profiles/system-*-link')).toBe(
        [1, 4, 5].map(number => `/nix/var/nix/profiles/system-${number}-link`).join('\n'),
      )
      expect(host.run('readlink /nix/var/nix/profiles/system-1-link')).toBe(oldSystem())
      host.run('nix-store --gc')
      expect(host.holds(`test -e ${oldSystem()}/bin && test -e ${system({ label: 'c' })}/bin`)).toBe(true)
      expect(host.holds(`test -e ${system({ label: 'b' })}/bin`)).toBe(false)
    }))

  it('with action test runs until the next boot', () =>
    scene(async ({ host, old, deploy }) => {
      expect(await deploy(goodSystem(), { action: 'test', keys: [] })).toMatchObject({
        outcome: 'deployed',
        state: { current: goodSystem(), profile: old },
      })
      await host.powerCycle()
      expect(host.run('readlink -f /run/current-system')).toBe(old)
    }))

  it('with action boot is there after the next boot', () =>
    scene(async ({ host, old, deploy, expectNew }) => {
      expect(await deploy(goodSystem(), { action: 'boot' })).toMatchObject({
        outcome: 'installed',
        state: { current: old, profile: goodSystem() },
      })
      await host.powerCycle()
      expectNew(goodSystem())
    }))

  it('with action dry-activate shows what would happen and changes nothing', () =>
    scene(async ({ deploy, events, expectOld }) => {
      expect((await deploy(goodSystem(), { action: 'dry-activate' })).outcome).toBe('unchanged')
      expect(events).toContainEqual({
        type: 'host_output',
        host: 'web',
        line: 'would restart the following units: nothing.service',
      })
      expectOld()
    }))

  it('without automatic rollback leaves a failed activation as it is, and says so', () =>
    scene(async ({ deploy }) => {
      const result = await deploy(badSystem('left', 'activate; exit 2'), {
        rollback: { automatic: false, timeoutSeconds: 20 },
        keys: [],
      })
      expect(result).toMatchObject({ outcome: 'unknown', hint: 'terrane rollback --on web' })
      expect(result.reason).toContain('automatic rollback is off')
    }))
})
