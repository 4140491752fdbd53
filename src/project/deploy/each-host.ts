/** The same for several hosts at once, whatever becomes of each. */
import { TerraneError } from '../../contracts/diagnostic.js'
import type { Emit } from '../../contracts/events.js'
import { rooms } from '../../nixos/fleet/fleet.js'

export interface HostAnswer<Value> {
  readonly name: string
  /** Absent where it failed. */
  readonly value?: Value
  readonly error?: TerraneError
}

/** Asks each host, so many at a time; answers in the order of the names. Only bugs are thrown. */
export const eachHost = async <Value>(
  names: readonly string[],
  parallel: number,
  body: (name: string) => Promise<Value>,
): Promise<readonly HostAnswer<Value>[]> => {
  const room = rooms(parallel)
  return await Promise.all(
    names.map(async name => {
      const leave = await room()
      try {
        return { name, value: await body(name) }
      } catch (error) {
        if (!(error instanceof TerraneError)) throw error
        return { name, error }
      } finally {
        leave()
      }
    }),
  )
}

/** Tells what went wrong with each. */
export const tellFailures = (answers: readonly HostAnswer<unknown>[], emit: Emit): void => {
  for (const { error } of answers)
    for (const diagnostic of error?.diagnostics ?? []) emit({ type: 'diagnostic', diagnostic })
}
