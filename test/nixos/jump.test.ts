/** A host that is reached through another one: its network leads there alone. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scratch } from '../support/scratch.js'
import { type BenchHost, benchHost } from './bench/host.js'
import { hasBench } from './bench/requirements.js'
import { goodSystem, oldSystem, scene } from './bench/scene.js'

const home = process.env.HOME

describe.skipIf(!hasBench)('a host behind another', () => {
  let bastion: BenchHost
  let folder: string

  beforeAll(async () => {
    bastion = await benchHost(oldSystem())
    folder = scratch()
    mkdirSync(join(folder, '.ssh'))
    process.env.HOME = folder
  })
  afterAll(async () => {
    process.env.HOME = home
    await bastion.remove()
  })

  /** What the user knows of the jump host: how to log in, and its key. */
  const knowBastion = (key: string) => {
    writeFileSync(join(folder, '.ssh', 'known_hosts'), `${bastion.address} ${key}\n`)
    writeFileSync(
      join(folder, '.ssh', 'config'),
      `Host ${bastion.address}\n  IdentityFile ${bastion.connection.identityFile}\n  UserKnownHostsFile ${join(folder, '.ssh', 'known_hosts')}\n`,
    )
  }

  /** A cable between the two, and none to us. */
  const connect = (inner: BenchHost) => {
    const device = `${inner.name.slice(-6)}j`
    execFileSync('ip', [
      '-n',
      bastion.name,
      'link',
      'add',
      device,
      'type',
      'veth',
      'peer',
      'name',
      'eth1',
      'netns',
      inner.name,
    ])
    for (const [host, name, address] of [
      [bastion, device, '10.127.0.1/30'],
      [inner, 'eth1', '10.127.0.2/30'],
    ] as const) {
      execFileSync('ip', ['-n', host.name, 'addr', 'add', address, 'dev', name])
      execFileSync('ip', ['-n', host.name, 'link', 'set', name, 'up'])
    }
    inner.cutLink()
    return '10.127.0.2'
  }

  it('is deployed to through it, and confirmed through it; a jump host with another key is not gone through', () =>
    scene(async ({ host, deploy, deployment, expectOld, expectNew }) => {
      const connection = {
        ...host.connection,
        host: connect(host),
        jump: [`root@${bastion.address}:22`],
      }
      expect(await deploy(goodSystem())).toMatchObject({ outcome: 'failed' })

      knowBastion(readFileSync(join(bastion.folder, 'identity.pub'), 'utf8').trim())
      const wrong = await deploy(goodSystem(), { connection })
      expect(wrong).toMatchObject({ outcome: 'failed' })
      expect(wrong.reason?.split('\n')[0]?.replace(bastion.address, '<bastion>')).toBe(
        'web: no connection to 10.127.0.2 through root@<bastion>:22: Host key verification failed.',
      )
      expect(wrong.hint).toMatchInlineSnapshot(
        `"a jump host is known by your own known_hosts: log in to it once with ssh, and look at its key"`,
      )
      expectOld()

      knowBastion(bastion.connection.hostKeys[0]!)
      const result = await deploy(goodSystem(), { ...deployment(goodSystem()), connection })
      expect(result).toMatchObject({ outcome: 'deployed' })
      expectNew(goodSystem())
      expect(await deploy(goodSystem(), { connection })).toMatchObject({ outcome: 'unchanged' })
    }))
})
