/**
 * What is wrong with each of several values, in one evaluation: Nix ends at the first error, this goes on with the next
 * value. What they share is evaluated once.
 */
import type { TerraneError } from '../../contracts/diagnostic.js'
import { toBytes } from '../syntax/bytes.js'
import { member } from './builtins/attrsets.js'
import { calls } from './call.js'
import { expectList, expectSet } from './expect.js'
import { asNixError, type NixError } from './failure.js'
import type { Session } from './session.js'
import type { ContextSet } from './strings.js'
import { toJson } from './to-json.js'
import type { Slot, Value } from './values.js'

/** The JSON of an `Outcome` (request.ts) for each element of a list of sets with `known` and `value`. */
export const eachOutcome = (
  session: Session,
  list: Value,
  context: ContextSet,
  report: (error: NixError) => TerraneError,
): string => {
  const { depth } = calls
  const outcome = (slot: Slot): string => {
    try {
      return `"value":${toJson(session, slot, context)},"failure":null`
    } catch (error) {
      const nixError = asNixError(error)
      if (nixError === undefined) throw error
      calls.depth = depth
      return `"value":null,"failure":${toBytes(JSON.stringify(report(nixError).diagnostics))}`
    }
  }
  const outcomes = expectList(list).map(element => {
    const set = expectSet(element)
    const known = toJson(session, member(set, 'known'), context)
    return `{"known":${known},${outcome(member(set, 'value'))}}`
  })
  return `[${outcomes.join(',')}]`
}
