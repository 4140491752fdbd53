/** What can be asked of a host besides a deployment, and going back. */
import { describe, expect, it } from 'vitest'
import { checkKeys, execOnHost, readHost } from '../../src/nixos/deploy/on-host.js'
import { resumeHost } from '../../src/nixos/deploy/resume-host.js'
import { rollbackHost } from '../../src/nixos/deploy/rollback-host.js'
import { run } from '../../src/process/run.js'
import { hasBench } from './bench/requirements.js'
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

  it('that waits for a confirmation nobody gave is confirmed by whoever comes back in time', () =>
    scene(async ({ host, deploy, deployment, context, at, expectNew }) => {
      at('confirm', host.cutLink)
      const slow = { rollback: { automatic: true, timeoutSeconds: 30 } }
      const lost = deploy(goodSystem(), slow, { patienceSeconds: 1 })
      await new Promise(resolve => setTimeout(resolve, 100))
      while (!host.holds('grep -q waiting /var/lib/terrane/deployments/*/phase'))
        await new Promise(resolve => setTimeout(resolve, 100))
      host.mendLink()
      const [result] = await Promise.all([resumeHost(deployment(goodSystem(), slow), context()), lost])
      expect(result.outcome).toBe('deployed')
      expectNew(goodSystem())
    }))
})
