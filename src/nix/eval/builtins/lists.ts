import { attrsFromMap, record } from '../attrs.js'
import { call, call2 } from '../call.js'
import { equalSlots, less } from '../compare.js'
import { expectBool, expectFunction, expectInt, expectList, expectPlain } from '../expect.js'
import { evaluationError } from '../failure.js'
import { force } from '../force.js'
import { Builtin, type NixList, type Slot, type Value } from '../values.js'
import { sortStable } from './sort.js'
import { type BuiltinTable, lazyCalls } from './table.js'

const test = (callee: Value, item: Slot): boolean => expectBool(call(callee, item, null))

const elementAt = (list: NixList, index: number | bigint): Value => {
  if (index < 0 || index >= list.length)
    throw evaluationError(`'builtins.elemAt' called with index ${index} on a list of size ${list.length}`)
  return force(list[Number(index)]!)
}

/** Items whose function result is the same string, by that string. */
const groupBy = (callee: Value, list: NixList): Value => {
  const groups = new Map<string, Slot[]>()
  for (const item of list) {
    const name = expectPlain(call(callee, item, null))
    const group = groups.get(name)
    if (group) group.push(item)
    else groups.set(name, [item])
  }
  return attrsFromMap(groups)
}

const sort = (comparator: Slot, items: Slot): Value => {
  const list = expectList(items)
  if (list.length === 0) return list
  const callee = expectFunction(comparator)
  if (callee instanceof Builtin && callee.name === 'lessThan') {
    const values = list.map(force)
    const order = sortStable(
      values.map((_, i) => i),
      (a, b) => less(values[a]!, values[b]!),
    )
    return order.map(i => list[i]!)
  }
  return sortStable(list, (a, b) => expectBool(call2(callee, a, b, null)))
}

const fold = (callee: Value, start: Slot, list: NixList): Value => {
  let value: Slot = start
  for (const item of list) value = call2(callee, value, item, null)
  return force(value)
}

const generate = (callee: Slot, length: Slot): Value => {
  const size = expectInt(length)
  if (size < 0 || size > 0xffff_ffff) throw evaluationError(`cannot create list of size ${size}`)
  const item = lazyCalls(expectFunction(callee))
  const list: Slot[] = []
  for (let i = 0; i < size; i++) list.push(item(i))
  return list
}

export const listBuiltins: BuiltinTable = {
  length: [1, list => expectList(list).length],
  head: [
    1,
    items => {
      const list = expectList(items)
      if (list.length === 0) throw evaluationError("'builtins.head' called on an empty list")
      return force(list[0]!)
    },
  ],
  tail: [
    1,
    items => {
      const list = expectList(items)
      if (list.length === 0) throw evaluationError("'builtins.tail' called on an empty list")
      return list.slice(1)
    },
  ],
  elemAt: [2, (list, index) => elementAt(expectList(list), expectInt(index))],
  elem: [2, (wanted, list) => expectList(list).some(item => equalSlots(wanted, item))],
  concatLists: [1, lists => expectList(lists).flatMap(expectList)],
  concatMap: [
    2,
    (callee, list) => {
      const mapped = expectFunction(callee)
      return expectList(list).flatMap(item => expectList(call(mapped, item, null)))
    },
  ],
  map: [
    2,
    (callee, items) => {
      const list = expectList(items)
      if (list.length === 0) return list
      return list.map(lazyCalls(expectFunction(callee)))
    },
  ],
  filter: [
    2,
    (callee, items) => {
      const list = expectList(items)
      if (list.length === 0) return list
      const kept = expectFunction(callee)
      return list.filter(item => test(kept, item))
    },
  ],
  all: [
    2,
    (callee, list) => {
      const tested = expectFunction(callee)
      return expectList(list).every(item => test(tested, item))
    },
  ],
  any: [
    2,
    (callee, list) => {
      const tested = expectFunction(callee)
      return expectList(list).some(item => test(tested, item))
    },
  ],
  partition: [
    2,
    (callee, list) => {
      const tested = expectFunction(callee)
      const right: Slot[] = []
      const wrong: Slot[] = []
      for (const item of expectList(list)) {
        // Nix computes each item, even if the function doesn't look at it.
        force(item)
        ;(test(tested, item) ? right : wrong).push(item)
      }
      return record({ right, wrong })
    },
  ],
  groupBy: [
    2,
    (callee, list) => {
      const named = expectFunction(callee)
      return groupBy(named, expectList(list))
    },
  ],
  "foldl'": [
    3,
    (callee, start, list) => {
      const folded = expectFunction(callee)
      return fold(folded, start, expectList(list))
    },
  ],
  genList: [2, generate],
  sort: [2, sort],
}
