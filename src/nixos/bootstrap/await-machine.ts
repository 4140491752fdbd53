/** Waiting for a machine: until it answers, until it is NixOS. Never longer than it was told, and never in silence. */
import { setTimeout as sleep } from 'node:timers/promises'
import { failure } from '../../contracts/diagnostic.js'
import type { Emit, HostWait } from '../../contracts/events.js'
import type { Machine } from './machine.js'

export interface AwaitOptions {
  readonly host: string
  /** What will do: anything that answers, or only a NixOS. */
  readonly until: HostWait
  readonly timeoutSeconds: number
  /** Looks once. */
  readonly probe: () => Promise<Machine>
  readonly emit: Emit
  readonly signal?: AbortSignal
  /** Of the machine, where people look when it does not become what it should. */
  readonly hint: string
}

/** Between two looks, in milliseconds: first soon, later seldom. */
const pauses = [500, 1000, 2000, 5000]

/** Waits. Throws `host-bootstrap` when the time is over, `interrupted`, and what `probe` throws. */
export const awaitMachine = async (options: AwaitOptions): Promise<Machine> => {
  const { host, until, timeoutSeconds, probe, emit, signal } = options
  const started = performance.now()
  const passed = () => (performance.now() - started) / 1000
  for (let look = 0; ; look++) {
    const machine = await probe()
    if (machine.kind === 'nixos' || (until === 'answer' && machine.kind !== 'silent')) return machine
    const seconds = passed()
    if (seconds >= timeoutSeconds) throw tooLong(machine, options)
    emit({
      type: 'host_wait',
      host,
      until: machine.kind === 'silent' ? 'answer' : 'nixos',
      found: found(machine),
      seconds: Math.round(seconds),
      of: timeoutSeconds,
    })
    const pause = pauses[Math.min(look, pauses.length - 1)]!
    await sleep(Math.min(pause, 1000 * Math.max(0.1, timeoutSeconds - seconds)), undefined, {
      ...(signal === undefined ? {} : { signal }),
    }).catch(() => {})
    if (signal?.aborted) throw failure('interrupted', 'interrupted')
  }
}

const found = (machine: Machine): string => {
  switch (machine.kind) {
    case 'silent':
      return machine.reason
    case 'installer':
      return "it is NixOS' installer"
    case 'other':
      return `it is ${machine.system}`
    default:
      return 'it is NixOS'
  }
}

const tooLong = (machine: Machine, { host, timeoutSeconds, hint }: AwaitOptions) =>
  failure(
    'host-bootstrap',
    machine.kind === 'silent'
      ? `${host} has not answered for ${timeoutSeconds} s: ${machine.reason}`
      : `${host} has not become NixOS in ${timeoutSeconds} s: ${found(machine)}`,
    { hint: `${hint}; nixos.hosts.${host}.install.timeout gives it more time` },
  )
