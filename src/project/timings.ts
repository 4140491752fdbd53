/**
 * How long tofu/terraform has taken for what, from earlier runs: each apply leaves `timings.json` in its record. What a
 * type of resource took the last times is the best guess for the next time.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Emit, PlannedAction } from '../contracts/events.js'
import { writeAtomically } from './atomic-write.js'
import { readRuns } from './run-record.js'

/** Seconds by action and type, `create aws_instance`. */
type Timings = Readonly<Record<string, readonly number[]>>

const fileName = 'timings.json'

/** A guess for what is planned for a resource, in seconds. */
export type Expect = (address: string, action: PlannedAction) => number | undefined

/** What the runs of a work folder let one expect. */
export const readTimings = (workFolder: string): Expect => {
  const known = new Map<string, number[]>()
  for (const { folder } of readRuns(workFolder))
    for (const [key, seconds] of Object.entries(read(folder)))
      known.set(key, [...(known.get(key) ?? []), ...seconds])
  const typical = (action: PlannedAction, address: string): number | undefined =>
    median(known.get(`${action} ${typeOf(address)}`) ?? [])
  return (address, action) => {
    if (action !== 'replace') return typical(action, address)
    const [gone, made] = [typical('delete', address), typical('create', address)]
    return gone === undefined && made === undefined ? undefined : (gone ?? 0) + (made ?? 0)
  }
}

/** More of one kind say no more. */
const most = 20

/** An `emit` that keeps what operations take, and what writes that down if there is room. */
export const keepTimings = (
  emit: Emit,
): { readonly emit: Emit; readonly save: (runFolder: string) => void } => {
  const kept = new Map<string, number[]>()
  return {
    emit: event => {
      if (event.type === 'operation_end') {
        const key = `${event.action} ${typeOf(event.address)}`
        const seconds = kept.get(key) ?? []
        if (seconds.length < most) kept.set(key, [...seconds, event.seconds])
      }
      emit(event)
    },
    save: runFolder => {
      if (kept.size === 0) return
      try {
        writeAtomically(join(runFolder, fileName), `${JSON.stringify(Object.fromEntries(kept))}\n`, {
          mode: 0o600,
        })
      } catch {
        // Then there is one guess less.
      }
    },
  }
}

const read = (folder: string): Timings => {
  try {
    return JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as Timings
  } catch {
    return {}
  }
}

/** `aws_instance` of `module.net["a.b"].aws_instance.web[0]`. */
const typeOf = (address: string): string => {
  const names = address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, '').split('.')
  return names.at(-2) ?? ''
}

const median = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
