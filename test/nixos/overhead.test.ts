/**
 * What a guarded deployment costs over the plain one (`nix copy`, then `ssh … switch-to-configuration`), on the same host
 * in the same run. One round of several has to hold: what disturbs only ever adds.
 */
import { execFile } from 'node:child_process'
import { setPriority } from 'node:os'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { connect } from '../../src/nixos/connection/connect.js'
import { run } from '../../src/process/run.js'
import { hasBench } from './bench/requirements.js'
import { goodSystem, key, scene } from './bench/scene.js'
import { system } from './bench/systems.js'

const execute = promisify(execFile)
const rounds = 6
/** How long the plain one takes on a machine that has nothing else to do; on a busier one everything takes longer. */
const plainSeconds = 1
const seconds = async (body: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await body()
  return (performance.now() - started) / 1000
}

it.skipIf(!hasBench)(
  'a guarded deployment costs at most 1.5 s more than a plain one, 12 round trips; an unchanged host under 1 s',
  () =>
    scene(async ({ host, deploy }) => {
      // What both start comes before whatever else this machine does meanwhile, the host's own processes too.
      setPriority(-20)
      host.run('for pid in /proc/[0-9]*; do renice -n -20 -p ${pid#/proc/} >/dev/null 2>&1; done; true')
      const way = await connect('web', host.connection, { run, env: process.env, note: () => {} })
      const plain = async (closure: string) => {
        const ssh = ['-F', way.sshArguments[1]!, '-o', 'ControlPath=none', 'terrane-target']
        await execute(
          'nix',
          [
            ...['--extra-experimental-features', 'nix-command', 'copy', '--substitute-on-destination'],
            ...['--to', way.store.url, closure],
          ],
          { env: { ...process.env, ...way.store.env } },
        )
        await execute('ssh', [...ssh, 'nix-env', '-p', '/nix/var/nix/profiles/system', '--set', closure])
        await execute('ssh', [...ssh, `${closure}/bin/switch-to-configuration`, 'switch'])
      }
      let trips = 0
      let measured = { plain: 0, guarded: 0, unchanged: 0, busy: 1 }
      const isEnough = () =>
        measured.guarded - measured.plain <= 1.5 * measured.busy && measured.unchanged < measured.busy
      for (let round = 0; round < rounds; round++) {
        const [one, two] = [system({ label: `plain-${round}` }), system({ label: `guarded-${round}` })]
        const before = await seconds(() => plain(one))
        const guarded = await seconds(async () => {
          const result = await deploy(two, { keys: [key()] })
          expect(result.outcome).toBe('deployed')
          trips = result.roundTrips
        })
        const unchanged = await seconds(async () => expect((await deploy(two)).outcome).toBe('unchanged'))
        measured = { plain: before, guarded, unchanged, busy: Math.max(1, before / plainSeconds) }
        if (isEnough()) break
      }
      way.close()
      console.log(
        `plain ${measured.plain.toFixed(2)} s, guarded ${measured.guarded.toFixed(2)} s with ${trips} round trips, unchanged ${measured.unchanged.toFixed(2)} s`,
      )
      expect(isEnough()).toBe(true)
      expect(trips).toBeLessThanOrEqual(12)
      // What is deployed after all this is an ordinary system.
      expect((await deploy(goodSystem())).outcome).toBe('deployed')
    }),
)
