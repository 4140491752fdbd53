/** Systems that are being evaluated: each host waits for its own, while the next chunk is at work. */
import type { TerraneError } from '../../contracts/diagnostic.js'
import type { Emit } from '../../contracts/events.js'
import { stopwatch } from '../../contracts/stopwatch.js'
import { type EvaluatedSystem, evaluateSystems } from '../systems.js'
import type { ProjectHosts } from './hosts-of-project.js'

export interface PendingSystems {
  /** The system of a host; rejects with the error of its evaluation. */
  readonly of: (host: string) => Promise<EvaluatedSystem>
  /** When nothing is evaluated any more. */
  readonly done: Promise<void>
}

export interface PendingSurroundings {
  readonly emit: Emit
  readonly signal?: AbortSignal
  readonly evaluated?: Readonly<Record<string, EvaluatedSystem>>
}

/** Begins to evaluate the hosts that are evaluated here. */
export const pendingSystems = (
  names: readonly string[],
  { manifest, inputs, compile }: ProjectHosts,
  { emit, signal, evaluated = {} }: PendingSurroundings,
): PendingSystems => {
  const isWanted = (name: string) =>
    manifest.hosts[name]!.evaluate === 'local' && !Object.hasOwn(evaluated, name)
  const local = names.filter(isWanted)
  const waiting = new Map(local.map(name => [name, deferred()]))
  const seconds = stopwatch()
  for (const host of local) emit({ type: 'host_stage_start', host, stage: 'evaluate' })
  const options = {
    compile: signal === undefined ? compile : { ...compile, signal },
    manifest,
    inputs,
  }
  const onSystem = (host: string, system: EvaluatedSystem | TerraneError) => {
    emit({ type: 'host_stage_end', host, stage: 'evaluate', seconds: seconds() })
    if (system instanceof Error) waiting.get(host)!.reject(system)
    else waiting.get(host)!.resolve(system)
  }
  const done = (local.length === 0 ? Promise.resolve() : evaluateSystems(local, options, onSystem)).catch(
    (error: unknown) => {
      for (const { reject } of waiting.values()) reject(error)
    },
  )
  return { of: async host => evaluated[host] ?? (await waiting.get(host)!.promise), done }
}

const deferred = () => {
  let resolve!: (system: EvaluatedSystem) => void
  let reject!: (error: unknown) => void
  const promise = new Promise<EvaluatedSystem>((yes, no) => {
    resolve = yes
    reject = no
  })
  // Nobody may ask for it any more.
  promise.catch(() => {})
  return { promise, resolve, reject }
}
