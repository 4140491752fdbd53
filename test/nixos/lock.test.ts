/** Two at once, and the locks of those who are gone. */
import { describe, expect, it } from 'vitest'
import { connect } from '../../src/nixos/connection/connect.js'
import { openSession } from '../../src/nixos/deploy/session.js'
import { run } from '../../src/process/run.js'
import { hasBench } from './bench/requirements.js'
import { badSystem, goodSystem, scene } from './bench/scene.js'

describe.skipIf(!hasBench).concurrent('the lock of a host', () => {
  it('that another holds stops a deployment, which names the holder', () =>
    scene(async ({ host, deploy, expectOld, expectNew }) => {
      const way = await connect('web', host.connection, { run, env: process.env, note: () => {} })
      const session = await openSession(way, 'session', ['other', 'bob@desk', '-'])
      const result = await deploy(goodSystem())
      expect(result).toMatchObject({ outcome: 'failed', state: { lock: { owner: 'bob@desk', alive: true } } })
      expect(result.reason).toMatch(/^bob@desk has been deploying to it since \d{4}-/)
      expectOld()
      await session.close()
      way.close()
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
      expectNew(goodSystem())
    }))

  it('lets one of two operators through', () =>
    scene(async ({ deploy, expectWhole, expectNew }) => {
      const [one, two] = [badSystem('one', 'sleep 1; activate'), badSystem('two', 'sleep 1; activate')]
      const results = await Promise.all([deploy(one), deploy(two)])
      expect(results.map(({ outcome }) => outcome).sort()).toEqual(['deployed', 'failed'])
      const winner = results[0]!.outcome === 'deployed' ? one : two
      expectWhole(winner)
      expectNew(winner)
    }))

  it('whose process is gone is stale', () =>
    scene(async ({ host, deploy }) => {
      host.run(
        'mkdir -p /var/lib/terrane && printf "id x\\nowner bob@desk\\nsince 2020-01-01T00:00:00Z\\nprocess 1 1 other-boot\\n" >/var/lib/terrane/lock',
      )
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
    }))

  it('whose process lives but is not heard of any more is stale', () =>
    scene(async ({ host, deploy }) => {
      const way = await connect('web', host.connection, { run, env: process.env, note: () => {} })
      const session = await openSession(way, 'session', ['other', 'bob@desk', '-'])
      host.run('echo 0 >/var/lib/terrane/lock.heard')
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
      await session.close()
      way.close()
    }))
})
