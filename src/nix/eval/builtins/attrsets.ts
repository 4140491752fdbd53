import { fromBytes } from '../../syntax/bytes.js'
import { Pos } from '../../syntax/source.js'
import { suggest } from '../../syntax/suggest.js'
import { Attrs, attrsFromMap, emptySet, filterAttrs, record, Shape } from '../attrs.js'
import { isFunction } from '../describe.js'
import { expectFunction, expectList, expectPlain, expectSet } from '../expect.js'
import { NixError } from '../failure.js'
import { force } from '../force.js'
import { Lambda, type NixList, type Slot } from '../values.js'
import { type BuiltinTable, lazyCalls2 } from './table.js'

/** A member that must be there. */
export const member = (set: Attrs, name: string): Slot => {
  const slot = set.get(name)
  if (slot !== undefined) return slot
  const error = new NixError('nix-missing-attribute', `attribute '${fromBytes(name)}' missing`)
  error.suggestions = suggest(name, set.shape.names)
  throw error
}

/** The `file`, `line` and `column` of a place, as `unsafeGetAttrPos` gives it. */
const positionSet = (pos: Pos | null): Attrs | null => {
  if (pos === null || !pos.source.isFile) return null
  const { line, column } = pos.source.lineAndColumn(pos.offset)
  return record({ file: pos.source.name, line, column })
}

const listToAttrs = (list: NixList): Attrs => {
  const places = new Map<string, number>()
  const values: Slot[] = []
  const positions: (Pos | null)[] = []
  for (const item of list) {
    const pair = expectSet(item)
    const name = expectPlain(member(pair, 'name'))
    if (places.has(name)) continue
    places.set(name, values.length)
    values.push(member(pair, 'value'))
    positions.push(pair.position('value'))
  }
  if (values.length === 0) return emptySet
  const names = [...places.keys()].sort()
  const order = names.map(name => places.get(name)!)
  const shape = new Shape(
    names,
    order.map(place => positions[place]!),
    false,
  )
  return new Attrs(
    shape,
    order.map(place => values[place]!),
  )
}

const zipAttrs = (callee: Slot, sets: readonly Attrs[]): Attrs => {
  const found = new Map<string, NixList>()
  for (const { shape, values } of sets)
    shape.names.forEach((name, i) => {
      const list = found.get(name)
      if (list) list.push(values[i]!)
      else found.set(name, [values[i]!])
    })
  const { shape, values } = attrsFromMap(found)
  return new Attrs(shape, lazyCalls2(callee, shape.names, values))
}

const functionArgs = (lambda: Lambda): Attrs => {
  const { expr, pos } = lambda.info
  const list = expr.formals?.list ?? []
  return attrsFromMap(
    new Map(list.map(({ name, fallback }) => [name, fallback !== undefined])),
    new Map(list.map(({ name, at }) => [name, new Pos(pos.source, at)])),
  )
}

export const attrsetBuiltins: BuiltinTable = {
  attrNames: [1, set => [...expectSet(set).shape.names]],
  attrValues: [1, set => [...expectSet(set).values]],
  getAttr: [
    2,
    (name, set) => {
      const wanted = expectPlain(name)
      return force(member(expectSet(set), wanted))
    },
  ],
  hasAttr: [
    2,
    (name, set) => {
      const wanted = expectPlain(name)
      return expectSet(set).has(wanted)
    },
  ],
  unsafeGetAttrPos: [
    2,
    (name, set) => {
      const wanted = expectPlain(name)
      return positionSet(expectSet(set).position(wanted))
    },
  ],
  removeAttrs: [
    2,
    (set, names) => {
      const from = expectSet(set)
      const removed = new Set(expectList(names).map(expectPlain))
      return filterAttrs(from, name => !removed.has(name))
    },
  ],
  listToAttrs: [1, list => listToAttrs(expectList(list))],
  intersectAttrs: [
    2,
    (a, b) => {
      const left = expectSet(a)
      const right = expectSet(b)
      return filterAttrs(right, name => left.has(name))
    },
  ],
  catAttrs: [
    2,
    (name, list) => {
      const wanted = expectPlain(name)
      const found: Slot[] = []
      for (const item of expectList(list)) {
        const slot = expectSet(item).get(wanted)
        if (slot !== undefined) found.push(slot)
      }
      return found
    },
  ],
  mapAttrs: [
    2,
    (callee, set) => {
      const { shape, values } = expectSet(set)
      return new Attrs(shape.bare(), lazyCalls2(callee, shape.names, values))
    },
  ],
  zipAttrsWith: [
    2,
    (callee, list) => {
      const merge = expectFunction(callee)
      return zipAttrs(merge, expectList(list).map(expectSet))
    },
  ],
  functionArgs: [
    1,
    callee => {
      const value = force(callee)
      if (value instanceof Lambda) return functionArgs(value)
      if (isFunction(value)) return emptySet
      throw new NixError('nix-type', "'functionArgs' requires a function")
    },
  ],
}
