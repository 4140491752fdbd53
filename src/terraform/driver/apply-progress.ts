/**
 * What an apply has done so far, from its messages. Terraform says nothing of what it never started after an error:
 * that is what was planned and not seen.
 */
import type { PlannedAction } from '../../contracts/events.js'
import type { PlannedChange, TerraformMessage } from './messages.js'

export interface ApplyProgress {
  readonly see: (message: TerraformMessage) => void
  readonly report: () => ApplyReport
}

/** Addresses of resources, each in one list. */
export interface ApplyReport {
  readonly done: readonly string[]
  readonly failed: readonly string[]
  /** Begun, and neither done nor failed. */
  readonly begun: readonly string[]
  readonly notStarted: readonly string[]
  /** What providers call the objects that were made. */
  readonly ids: ReadonlyMap<string, string>
  /** What was planned for each. */
  readonly actions: ReadonlyMap<string, PlannedAction>
  /** Whether messages are known to be missing: the disk that they go to was full. */
  readonly incomplete: boolean
}

/** How many operations a planned change takes; a change of another kind takes none. */
const operationsOf: Readonly<Partial<Record<PlannedAction, number>>> = {
  create: 1,
  update: 1,
  delete: 1,
  replace: 2,
}

/** Begins with what was planned; further planned changes may come as messages. */
export const trackApply = (changes: readonly PlannedChange[]): ApplyProgress => {
  const open = new Map<string, number>()
  const actions = new Map<string, PlannedAction>()
  const begun = new Set<string>()
  const failed = new Set<string>()
  const ids = new Map<string, string>()
  let incomplete = false
  const expect = ({ address, action }: PlannedChange) => {
    const count = operationsOf[action]
    if (count === undefined || actions.has(address)) return
    open.set(address, count)
    actions.set(address, action)
  }
  for (const change of changes) expect(change)
  return {
    see: message => {
      if (message.type === 'planned_change') expect(message.change)
      if (message.type === 'apply_start') begun.add(message.operation.address)
      if (message.type === 'apply_errored') failed.add(message.operation.address)
      if (message.type === 'apply_complete') {
        const { address, id } = message.operation
        if (id !== undefined) ids.set(address, id)
        if (open.has(address)) open.set(address, open.get(address)! - 1)
      }
      // Half a message is where the disk was full; or where Terraform was killed.
      if (message.type === 'other' && !message.json && message.text.startsWith('{')) incomplete = true
    },
    report: () => {
      const addresses = [...actions.keys()]
      const isDone = (address: string) => open.get(address)! <= 0 && !failed.has(address)
      const isBegun = (address: string) => begun.has(address) && !failed.has(address) && !isDone(address)
      return {
        done: addresses.filter(isDone),
        failed: addresses.filter(address => failed.has(address)),
        begun: addresses.filter(isBegun),
        notStarted: addresses.filter(
          address => !begun.has(address) && !failed.has(address) && !isDone(address),
        ),
        ids,
        actions,
        incomplete,
      }
    },
  }
}
