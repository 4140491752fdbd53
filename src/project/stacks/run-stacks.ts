/** Does something with stacks, each once what it needs is done. Knows nothing of what is done. */
import type { TerraneError } from '../../contracts/diagnostic.js'
import type { StackResult } from '../../contracts/events.js'
import type { ExitStatus } from '../../contracts/exit-status.js'
import { inOrder, type Needs } from './order.js'

/** What has become of a stack. */
export interface StackOutcome {
  readonly name: string
  readonly result: StackResult
  /** In a few words: what was changed, what failed, why it was not begun. */
  readonly note?: string
  readonly status: ExitStatus
  readonly error?: TerraneError
  readonly seconds: number
}

/** Whether those that need a stack may go on. */
export const isGood = ({ result }: StackOutcome): boolean => !bad.has(result)

const bad: ReadonlySet<StackResult> = new Set(['failed', 'skipped', 'declined', 'interrupted', 'detached'])

/** How another stack ends; undefined for one that is not among them. */
export type Ended = (name: string) => Promise<StackOutcome> | undefined

/**
 * Runs all stacks of `needs`; those that need nothing of each other at the same time. `one` never throws. What needs
 * something that has come to no good end is not begun: `skipped` says so. Returns the outcomes in the order of the needs.
 */
export const runStacks = async (
  needs: Needs,
  one: (name: string, ended: Ended) => Promise<StackOutcome>,
  skipped: (name: string, because: StackOutcome) => StackOutcome,
): Promise<readonly StackOutcome[]> => {
  const all = new Map<string, Promise<StackOutcome>>()
  const run = async (name: string): Promise<StackOutcome> => {
    // Not at once: those that follow are to be known to `ended` when the first begins.
    await Promise.resolve()
    const before = await Promise.all([...(needs.get(name) ?? [])].map(other => all.get(other)!))
    const failed = before.find(outcome => !isGood(outcome))
    return failed === undefined ? await one(name, other => all.get(other)) : skipped(name, failed)
  }
  for (const name of inOrder(needs)) all.set(name, run(name))
  return await Promise.all(all.values())
}
