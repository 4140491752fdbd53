import { call } from '../call.js'
import { less } from '../compare.js'
import { expectFunction, expectList, expectSet } from '../expect.js'
import { force } from '../force.js'
import { isInt } from '../numbers.js'
import type { Slot, Value } from '../values.js'
import { member } from './attrsets.js'
import type { BuiltinTable } from './table.js'

/** Keys that were seen: strings and integers among themselves in a hash table, everything else by comparing. */
class SeenKeys {
  private readonly quick = new Set<Value>()
  private readonly ordered: Value[] = []

  /** Whether the key is new; from now on it is seen. */
  add(key: Value): boolean {
    const simple = typeof key === 'string' || isInt(key)
    const first = this.ordered[0] ?? this.quick.values().next().value
    if (simple && this.ordered.length === 0 && (first === undefined || typeof first === typeof key)) {
      if (this.quick.has(key)) return false
      this.quick.add(key)
      return true
    }
    for (const earlier of this.quick) this.insert(earlier)
    this.quick.clear()
    return this.insert(key)
  }

  private insert(key: Value): boolean {
    let low = 0
    let high = this.ordered.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.ordered[middle]!
      if (less(key, other)) high = middle
      else if (less(other, key)) low = middle + 1
      else return false
    }
    this.ordered.splice(low, 0, key)
    return true
  }
}

/** All that can be reached from `startSet` by `operator`, breadth first, each `key` once. */
const genericClosure = (argument: Slot): Value => {
  const options = expectSet(argument)
  const queue = [...expectList(member(options, 'startSet'))]
  if (queue.length === 0) return queue
  const operator = expectFunction(member(options, 'operator'))
  const seen = new SeenKeys()
  const found: Slot[] = []
  for (let at = 0; at < queue.length; at++) {
    const item = expectSet(queue[at]!)
    if (!seen.add(force(member(item, 'key')))) continue
    found.push(item)
    for (const next of expectList(call(operator, item, null))) queue.push(next)
  }
  return found
}

export const closureBuiltins: BuiltinTable = { genericClosure: [1, genericClosure] }
