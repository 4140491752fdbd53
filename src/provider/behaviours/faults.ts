/** Operations that are slow or fail, for `Behaviours.before`. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Action, type Operation, Refusal } from '../behaviour.js'
import { sameValue, type Values } from '../values/value.js'

type Before = (operation: Operation) => Promise<void>

/** Which operations; what is left out does not matter. */
export interface Match {
  readonly action?: Action
  readonly type?: string
  /** Attributes with these values, planned or of the object that there is: `{ name: 'web-1' }`. */
  readonly where?: Values
  /** Only the first, second … of those that match. */
  readonly nth?: number
}

/** One after the other. */
export const all =
  (...faults: readonly Before[]): Before =>
  async operation => {
    for (const fault of faults) await fault(operation)
  }

/** Lets operations take their time. */
export const slow = (milliseconds: number, match: Match = {}): Before => {
  const matches = matcher(match)
  return async operation => {
    if (matches(operation)) await sleep(milliseconds)
  }
}

/** Lets operations fail. `rest` says how; see `Refusal`. */
export const failing = (
  match: Match,
  summary: string,
  rest?: ConstructorParameters<typeof Refusal>[1],
): Before => {
  const matches = matcher(match)
  return async operation => {
    if (matches(operation)) throw new Refusal(summary, rest)
  }
}

const matcher = ({ action, type, where = {}, nth }: Match): ((operation: Operation) => boolean) => {
  let met = 0
  return operation => {
    const values = { ...operation.prior, ...operation.config, ...operation.planned }
    const matches =
      (action === undefined || action === operation.action) &&
      (type === undefined || type === operation.type) &&
      Object.entries(where).every(([name, value]) => sameValue(values[name], value))
    if (matches) met += 1
    return matches && (nth === undefined || met === nth)
  }
}
