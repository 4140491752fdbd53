/**
 * A host with an old system and an old key, a deployment of a new system with a new key, and what must be true after
 * everything that can go wrong: the host runs one of the two, whole, and the secret is nowhere else.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, vi } from 'vitest'
import type { TerraneEvent } from '../../../src/contracts/events.js'
import { Secret } from '../../../src/contracts/secret.js'
import type { DeployContext } from '../../../src/nixos/deploy/context.js'
import { deployHost } from '../../../src/nixos/deploy/deploy-host.js'
import type { HostDeployment, HostResult, KeyFile } from '../../../src/nixos/deployment.js'
import { run } from '../../../src/process/run.js'
import { type BenchHost, type BenchOptions, benchHost } from './host.js'
import { type SystemOptions, system } from './systems.js'

// Real programs on a machine that may be busy; what must not hang has its own limits.
vi.setConfig({ testTimeout: 180_000 })

export const oldSecret = 'terrane-bench-secret-old-7f3a'
export const newSecret = 'terrane-bench-secret-new-91cc'
const poison = 'terrane-bench-secret-'
export const keyPath = '/var/lib/app/token'

export interface Scene {
  readonly host: BenchHost
  readonly old: string
  readonly events: TerraneEvent[]
  readonly deployment: (closure: string, more?: Partial<HostDeployment>) => HostDeployment
  readonly context: (more?: Partial<DeployContext>) => DeployContext
  readonly deploy: (
    closure: string,
    more?: Partial<HostDeployment>,
    context?: Partial<DeployContext>,
  ) => Promise<HostResult>
  /** Does something when a step begins. */
  readonly at: (step: string, action: () => void) => void
  /** Waits until nothing of a deployment works on the host any more. */
  readonly settled: () => Promise<void>
  readonly expectOld: () => void
  readonly expectNew: (closure: string) => void
  /** The old or the new system, whichever; and no trace of the way there. */
  readonly expectWhole: (closure: string) => void
}

export const key = (more: Partial<KeyFile> = {}): KeyFile => ({
  name: 'token',
  content: new Secret(newSecret),
  path: keyPath,
  owner: 'root',
  group: 'root',
  mode: '0400',
  upload: 'before',
  restart: ['app.service'],
  reload: [],
  ...more,
})

/** For deployments that nobody is to confirm. */
export const soon = { rollback: { automatic: true, timeoutSeconds: 3 } } as const

export const oldSystem = (): string => system({ label: 'old-1.0' })
export const goodSystem = (): string => system({ label: 'good-2.0' })
export const badSystem = (label: string, onTest: string, more: Partial<SystemOptions> = {}): string =>
  system({ label, onTest, ...more })

/** Runs `body` on a host of its own and looks for what it must not leave behind. */
export const scene = async (
  body: (scene: Scene) => Promise<void>,
  options: BenchOptions = {},
): Promise<void> => {
  const old = oldSystem()
  const host = await benchHost(old, options)
  const watch = watchForSecrets()
  try {
    host.run(
      `mkdir -p /var/lib/app && chmod 755 /var/lib/app && umask 377 && printf %s ${oldSecret.replace('secret', 'sec""ret')} >${keyPath}`,
    )
    const scene = makeScene(host, old)
    await body(scene)
    await scene.settled()
    expectNoTraces(host, scene.events)
    expect(watch.stop()).toEqual([])
  } finally {
    watch.stop()
    await host.remove()
  }
}

const makeScene = (host: BenchHost, old: string): Scene => {
  const events: TerraneEvent[] = []
  const actions = new Map<string, () => void>()
  const deployment: Scene['deployment'] = (closure, more = {}) => ({
    name: 'web',
    connection: host.connection,
    closure,
    built: 'local',
    action: 'switch',
    reboot: false,
    keys: [key()],
    health: { http: [], tcp: [], command: [], units: [], timeoutSeconds: 1 },
    rollback: { automatic: true, timeoutSeconds: 20 },
    keep: 5,
    ...more,
  })
  const context: Scene['context'] = (more = {}) => ({
    run,
    env: process.env,
    owner: 'alice@bench',
    patienceSeconds: 60,
    emit: event => {
      events.push(event)
      if (process.env.BENCH_TRACE !== undefined)
        process.stderr.write(`${(performance.now() / 1000).toFixed(2)} ${JSON.stringify(event)}\n`)
      if (event.type !== 'host_step_start') return
      const action = actions.get(event.step)
      actions.delete(event.step)
      action?.()
    },
    ...more,
  })
  const stateIs = (closure: string, secret: string) => {
    expect(host.run('readlink -f /run/current-system')).toBe(closure)
    expect(host.run('readlink -f /nix/var/nix/profiles/system')).toBe(closure)
    expect(host.run(`cat ${keyPath}; stat -c ' %U %G %a' ${keyPath}`)).toBe(`${secret} root root 400`)
  }
  return {
    host,
    old,
    events,
    deployment,
    context,
    deploy: (closure, more, given) => deployHost(deployment(closure, more), context(given)),
    at: (step, action) => {
      actions.set(step, action)
    },
    settled: async () => {
      const until = performance.now() + 30_000
      while (host.run('grep -lszx watch /proc/[0-9]*/cmdline || true') !== '') {
        if (performance.now() > until) throw new Error('something still works on the host')
        await sleep(100)
      }
    },
    expectOld: () => stateIs(old, oldSecret),
    expectNew: closure => stateIs(closure, newSecret),
    expectWhole: closure => {
      const runs = host.run('readlink -f /run/current-system')
      stateIs(runs, runs === closure ? newSecret : oldSecret)
      expect([old, closure]).toContain(runs)
    },
  }
}

/** Nothing of a secret anywhere but in the key's own file, on either side; no file of a deployment that has ended. */
const expectNoTraces = (host: BenchHost, events: readonly TerraneEvent[]): void => {
  const found = host.run(
    `grep -rlsa '${poison}' /nix /var/lib /var/log /tmp /run /boot /root /mnt | grep -v '^${keyPath}$' || true`,
  )
  expect(found).toBe('')
  expect(host.run("find /var/lib /run -name '.terrane-*'")).toBe('')
  expect(JSON.stringify(events)).not.toContain(poison)
  for (const name of readdirSync(host.folder))
    if (name !== 'disk') expect(readFileSync(`${host.folder}/${name}`, 'utf8')).not.toContain(poison)
}

/** How often each process is looked at: once it may not have become what it was started as. */
const looks = 3

/** Looks at the command line and the environment of every process of the machine while scenes play. */
const seen = new Map<string, number>()
const found = new Set<string>()
let watching = 0
let timer: NodeJS.Timeout | undefined

const watchForSecrets = (): { readonly stop: () => readonly string[] } => {
  watching++
  timer ??= setInterval(look, 100)
  let stopped = false
  return {
    stop: () => {
      if (!stopped && --watching === 0) {
        clearInterval(timer)
        timer = undefined
      }
      stopped = true
      return [...found]
    },
  }
}

const look = () => {
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  for (const pid of seen.keys()) if (!pids.includes(pid)) seen.delete(pid)
  for (const pid of pids) {
    const times = seen.get(pid) ?? 0
    if (times >= looks) continue
    seen.set(pid, times + 1)
    for (const file of ['cmdline', 'environ'])
      try {
        const text = readFileSync(`/proc/${pid}/${file}`, 'latin1')
        if (text.includes(poison) && !text.includes('grep')) found.add(text.replaceAll('\0', ' '))
      } catch {
        // It has ended, or is another user's.
      }
  }
}
