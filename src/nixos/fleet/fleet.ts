/**
 * Many hosts: which of them when, how many at once, and when to stop. What is done to one host are functions that are
 * given; each may fail without the others noticing.
 *
 * A host goes through two stages. `prepare` (evaluate, build, fetch keys) begins at once for all, a few at a time; `deploy`
 * begins as soon as the host is prepared, the hosts that it comes `after` are done, and there is room. Hosts that are
 * prepared but must still wait are given to `ahead`, so that their systems are copied in the meantime.
 */
import { exitStatus } from '../../contracts/exit-status.js'
import type { HostResult } from '../deployment.js'
import { type FleetEntry, isDone } from './report.js'

export interface FleetHost {
  readonly name: string
  readonly after: readonly string[]
}

export interface FleetPlan {
  readonly hosts: readonly FleetHost[]
  /** How many are deployed at once. */
  readonly parallel: number
  /** So many are done before the next so many begin: a number, or a percentage of all. */
  readonly batch?: Batch
  /** Nothing new begins once so many have failed. */
  readonly maxFailures?: number
  /** The host that goes first; if it fails, no other begins. */
  readonly canary?: string
}

export type Batch = { readonly hosts: number } | { readonly percent: number }

export interface FleetSteps<Prepared> {
  /** Throws where the host can't be deployed. */
  readonly prepare: (name: string) => Promise<Prepared>
  /** For a host that must wait. Its failure is not the host's. */
  readonly ahead?: (prepared: Prepared) => Promise<unknown>
  readonly deploy: (prepared: Prepared) => Promise<HostResult>
  /** Whether a host that is only installed, for its next boot, is what was asked for. */
  readonly onlyBoot?: (name: string) => boolean
  /** What a failed `prepare` comes to. */
  readonly failed: (name: string, error: unknown) => HostResult
  readonly onEnd?: (entry: FleetEntry) => void
  /** Once it aborts, nothing new begins. */
  readonly signal?: AbortSignal
}

/** Deploys all hosts of a plan. Never throws: the entries, in the order of the plan, say what has become of each. */
export const runFleet = async <Prepared>(
  plan: FleetPlan,
  steps: FleetSteps<Prepared>,
): Promise<readonly FleetEntry[]> => {
  const entries = new Map<string, FleetEntry>()
  const stop = () => reasonToStop(plan, entries, steps.signal)
  const room = rooms(plan.parallel)
  const prepared = new Map(plan.hosts.map(({ name }) => [name, settled(steps.prepare(name))]))
  const end = (ending: FleetEntry): FleetEntry => {
    const entry = steps.onlyBoot?.(ending.name) ? { ...ending, wanted: 'boot' as const } : ending
    entries.set(entry.name, entry)
    steps.onEnd?.(entry)
    return entry
  }
  const ended = new Map<string, Promise<FleetEntry>>()

  const run = async ({ name, after }: FleetHost, before: readonly string[]): Promise<FleetEntry> => {
    const ready = prepared.get(name)!
    // A canary waits for nobody.
    const earlier = after.filter(other => ended.has(other))
    const gates = [...new Set([...earlier, ...before])]
    const waiting = Promise.all(gates.map(gate => ended.get(gate)!))
    if (gates.length > 0 && steps.ahead !== undefined)
      void ready.then(made => ('value' in made ? steps.ahead!(made.value) : undefined)).catch(() => {})
    await waiting
    const made = await ready
    const leave = await room()
    try {
      const failedBefore = earlier.find(other => !isDone(entries.get(other)!))
      if (failedBefore !== undefined)
        return end({ name, skipped: `it comes after ${failedBefore}, which was not deployed` })
      const reason = stop()
      if (reason !== undefined) return end({ name, skipped: reason })
      if ('error' in made) return end({ name, result: steps.failed(name, made.error) })
      const result = await settled(steps.deploy(made.value))
      return end({ name, result: 'value' in result ? result.value : steps.failed(name, result.error) })
    } finally {
      leave()
    }
  }

  const waves = wavesOf(plan)
  for (const [index, wave] of waves.entries()) {
    const before = waves[index - 1]?.map(({ name }) => name) ?? []
    // Those that others come after are there before the others ask for them.
    for (const host of inOrder(wave)) ended.set(host.name, run(host, before))
  }
  await Promise.all(ended.values())
  return plan.hosts.map(({ name }) => entries.get(name)!)
}

type Settled<Value> = { readonly value: Value } | { readonly error: unknown }

/** A promise that nobody need handle the failure of. */
const settled = <Value>(promise: Promise<Value>): Promise<Settled<Value>> =>
  promise.then(
    value => ({ value }),
    (error: unknown) => ({ error }),
  )

const reasonToStop = (
  { canary, maxFailures }: FleetPlan,
  entries: ReadonlyMap<string, FleetEntry>,
  signal: AbortSignal | undefined,
): string | undefined => {
  if (signal?.aborted) return 'interrupted before it began'
  const first = canary === undefined ? undefined : entries.get(canary)
  if (first !== undefined && !isDone(first)) return `the canary ${canary} was not deployed`
  const failures = [...entries.values()].filter(entry => 'result' in entry && !isDone(entry)).length
  if (maxFailures !== undefined && failures >= maxFailures)
    return failures === 1 ? 'one host has failed' : `${failures} hosts have failed`
  return undefined
}

/** Hosts that are done before the next begin: the canary, then the batches; a host never before those it comes after. */
export const wavesOf = ({ hosts, canary, batch }: FleetPlan): readonly (readonly FleetHost[])[] => {
  const first = hosts.filter(({ name }) => name === canary)
  const others = inOrder(hosts).filter(({ name }) => name !== canary)
  const size = batch === undefined ? others.length : sizeOf(batch, hosts.length)
  const waves = [first]
  for (let at = 0; at < others.length; at += size) waves.push(others.slice(at, at + size))
  return waves.filter(wave => wave.length > 0)
}

const sizeOf = (batch: Batch, all: number): number =>
  'hosts' in batch ? batch.hosts : Math.max(1, Math.floor((all * batch.percent) / 100))

/** Each host behind those that it comes after; otherwise as they were. */
const inOrder = (hosts: readonly FleetHost[]): readonly FleetHost[] => {
  const byName = new Map(hosts.map(host => [host.name, host]))
  const ordered = new Set<FleetHost>()
  const visit = (host: FleetHost) => {
    if (ordered.has(host)) return
    for (const name of host.after) {
      const other = byName.get(name)
      if (other !== undefined) visit(other)
    }
    ordered.add(host)
  }
  for (const host of hosts) visit(host)
  return [...ordered]
}

/** So many at once: each call waits for room, and gives what frees it again. */
export const rooms = (count: number): (() => Promise<() => void>) => {
  let free = count
  const queue: (() => void)[] = []
  const leave = () => {
    const next = queue.shift()
    if (next === undefined) free++
    else next()
  }
  return async () => {
    if (free > 0) free--
    else await new Promise<void>(resolve => queue.push(resolve))
    return leave
  }
}

/** All: 0. None: 1. Some, or some of what was asked of one: 5. */
export const fleetStatus = (entries: readonly FleetEntry[]): 0 | 1 | 5 => {
  const done = entries.filter(isDone).length
  if (done === entries.length) return exitStatus.ok
  const begun = entries.some(entry => 'result' in entry && entry.result.outcome === 'installed')
  return done > 0 || begun ? exitStatus.partial : exitStatus.failed
}
