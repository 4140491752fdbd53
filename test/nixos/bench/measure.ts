/**
 * What deployments cost, in one run: a plain one (`nix copy`, `ssh … switch-to-configuration`), a guarded one, one of an
 * unchanged host, and ten hosts against one whose activation takes a while. Seconds say something on this machine while it
 * has nothing else to do; processor seconds, of both ends, and counts say it anywhere. Started by bench/deploy.mjs.
 */
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import { connect } from '../../../src/nixos/connection/connect.js'
import { deployHost } from '../../../src/nixos/deploy/deploy-host.js'
import type { HostDeployment } from '../../../src/nixos/deployment.js'
import { runFleet } from '../../../src/nixos/fleet/fleet.js'
import { run } from '../../../src/process/run.js'
import { type BenchHost, benchHost } from './host.js'
import { system } from './systems.js'

const execute = promisify(execFile)
const count = Number(process.argv[2] ?? 10)
const activation = 2
const cores = availableParallelism()

const old = system({ label: 'old-1.0' })
const nothing = { http: [], tcp: [], command: [], units: [], timeoutSeconds: 1 }

const deploymentOf = (host: BenchHost, closure: string): HostDeployment => ({
  name: host.name,
  connection: host.connection,
  closure,
  built: 'local',
  action: 'switch',
  reboot: false,
  keys: [],
  health: nothing,
  rollback: { automatic: true, timeoutSeconds: 60 },
  keep: 5,
})

const context = { run, env: process.env, owner: 'bench', emit: () => {} }

/** Processor seconds of a process and of those of its children that have ended. */
const processorSeconds = (pid: string): number => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ')
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100
  } catch {
    return 0
  }
}

const namespaceOf = (pid: string): string => {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`)
  } catch {
    return ''
  }
}

interface Used {
  readonly here: number
  readonly there: number
  readonly handshakes: number
  readonly processes: number
}

const used = (hosts: readonly BenchHost[]): Used => {
  const own = namespaceOf('self')
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  const namespaces = new Set(hosts.map(host => host.run('readlink /proc/self/ns/pid')))
  const there = pids.filter(pid => namespaceOf(pid) !== own && namespaces.has(namespaceOf(pid)))
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)
  const asked = hosts.map(host =>
    host.run('grep -c "Accepted publickey" /var/log/sshd; sh -c "echo \\$\\$"').split('\n').map(Number),
  )
  return {
    here: processorSeconds('self'),
    there: sum(there.map(processorSeconds)),
    handshakes: sum(asked.map(([handshakes]) => handshakes!)),
    // What looks uses a few itself.
    processes: sum(asked.map(([, last]) => last! - 4)),
  }
}

const measure = async (what: string, hosts: readonly BenchHost[], body: () => Promise<unknown>) => {
  const before = used(hosts)
  const started = performance.now()
  await body()
  const seconds = (performance.now() - started) / 1000
  const after = used(hosts)
  const of = (name: keyof Used) => (after[name] - before[name]) / hosts.length
  const processor = of('here') + of('there')
  console.log(
    [
      what.padEnd(26),
      `${seconds.toFixed(2).padStart(6)} s`,
      `${processor.toFixed(2).padStart(6)} s of processor a host (${of('here').toFixed(2)} here, ${of('there').toFixed(2)} there)`,
      `${of('handshakes')} handshakes`,
      `${Math.round(of('processes'))} processes there`,
    ].join('  '),
  )
  return { seconds, processor, handshakes: of('handshakes') }
}

const hosts: BenchHost[] = []
try {
  for (let number = 0; number < count; number++) hosts.push(await benchHost(old))
  const [first] = hosts as [BenchHost]
  const one = [first]
  const way = await connect('way', first.connection, { run, env: process.env, note: () => {} })
  const ssh = ['-F', way.sshArguments[1]!, '-o', 'ControlPath=none', 'terrane-target']
  const plain = async (closure: string) => {
    const copy = ['--extra-experimental-features', 'nix-command', 'copy', '--substitute-on-destination']
    const env = { ...process.env, ...way.store.env }
    await execute('nix', [...copy, '--to', way.store.url, closure], { env })
    await execute('ssh', [...ssh, 'nix-env', '-p', '/nix/var/nix/profiles/system', '--set', closure])
    await execute('ssh', [...ssh, `${closure}/bin/switch-to-configuration`, 'switch'])
  }
  const closures = ['a', 'b', 'c'].map(label => system({ label: `bench-${label}` }))
  const slow = ['one', 'ten'].map(label =>
    system({ label: `bench-slow-${label}`, onTest: `sleep ${activation}; activate` }),
  )
  const fleet = (some: readonly BenchHost[], closure: string) =>
    runFleet(
      { hosts: some.map(({ name }) => ({ name, after: [] })), parallel: 10 },
      {
        prepare: async name => deploymentOf(some.find(host => host.name === name)!, closure),
        deploy: async deployment => {
          const result = await deployHost(deployment, context)
          if (result.outcome !== 'deployed') throw new Error(`${result.name}: ${result.reason}`)
          return result
        },
        failed: (_, error) => {
          throw error
        },
      },
    )

  const handshake = await measure('one ssh', one, () => execute('ssh', [...ssh, 'true']))
  const usual = await measure('plain deployment', one, () => plain(closures[0]!))
  const guarded = await measure('guarded deployment', one, () =>
    deployHost(deploymentOf(first, closures[1]!), context),
  )
  const unchanged = await measure('unchanged host', one, () =>
    deployHost(deploymentOf(first, closures[1]!), context),
  )
  const single = await measure(`one, activated in ${activation} s`, one, () => fleet(one, slow[0]!))
  const all = await measure(`${count}, activated in ${activation} s`, hosts, () => fleet(hosts, slow[1]!))
  way.close()

  const floor = (processor: number) => Math.max(single.seconds, activation + (count * processor) / cores)
  const line = (what: string, value: string, wanted: string) =>
    console.log(`${what.padEnd(38)} ${value.padStart(8)}  (${wanted})`)
  console.log(`\n${cores} cores`)
  line('guarded over plain', `${(guarded.seconds - usual.seconds).toFixed(2)} s`, 'at most 1.5 s')
  line('unchanged', `${unchanged.seconds.toFixed(2)} s`, 'under 1 s')
  line(`${count} hosts over one`, `${(all.seconds / single.seconds).toFixed(2)} ×`, 'at most 1.8 ×')
  line(
    '  of which handshakes alone need',
    `${(floor(handshake.processor * all.handshakes) / single.seconds).toFixed(2)} ×`,
    'what the processors of this machine allow, with both ends on it',
  )
  line(
    '  with all that is done',
    `${(floor(all.processor) / single.seconds).toFixed(2)} ×`,
    'the same, with nothing else running here',
  )
} finally {
  for (const host of hosts) await host.remove()
}
