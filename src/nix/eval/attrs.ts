/**
 * Attribute sets. A set is a shape (the sorted names, and where each was defined) and the values in the same order. Sets
 * made by the same literal, by `mapAttrs` over them or by the same update share their shape, so that a selection
 * remembers where in a shape its name is.
 */
import type { Pos } from '../syntax/source.js'
import type { Slot } from './values.js'

const linear = 8
const rememberedUpdates = 8
/** Most large sets are asked a few times whether they have a member that gives them a meaning, and never again. */
const searchesWithoutIndex = 8

export class Shape {
  private index: Map<string, number> | undefined
  private searches = 0
  private bareShape: Shape | undefined
  private updates: { readonly right: Shape; readonly update: Update }[] | undefined

  /**
   * @param names in byte order, without duplicates
   * @param positions of the definitions, in the same order; null where there are none
   * @param lasting whether it belongs to the program and not to one value: only then are results remembered on it
   */
  constructor(
    readonly names: readonly string[],
    readonly positions: readonly (Pos | null)[] | null,
    readonly lasting: boolean,
  ) {}

  /** Where `name` is, or -1. */
  find(name: string): number {
    const { names } = this
    if (names.length <= linear) {
      for (let i = 0; i < names.length; i++) if (names[i] === name) return i
      return -1
    }
    if (this.index === undefined) {
      if (++this.searches <= searchesWithoutIndex) return placeOf(name, names)
      this.index = new Map(names.map((each, i) => [each, i]))
    }
    return this.index.get(name) ?? -1
  }

  /** The same names without positions. */
  bare(): Shape {
    if (this.positions === null) return this
    this.bareShape ??= new Shape(this.names, null, this.lasting)
    return this.bareShape
  }

  /** How a set of this shape is updated (`//`) with one of shape `right`. */
  updateWith(right: Shape): Update {
    if (!this.lasting || !right.lasting) return mergeShapes(this, right, false)
    this.updates ??= []
    for (const known of this.updates) if (known.right === right) return known.update
    const update = mergeShapes(this, right, true)
    if (this.updates.length < rememberedUpdates) this.updates.push({ right, update })
    return update
  }
}

/** Where `name` is among sorted names, or -1. */
const placeOf = (name: string, names: readonly string[]): number => {
  let low = 0
  let high = names.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const there = names[middle]!
    if (there === name) return middle
    if (there < name) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** The shape of `left // right`, and where its values come from: n ≥ 0 is left's, n < 0 is right's at -n - 1. */
interface Update {
  readonly shape: Shape
  readonly from: readonly number[]
}

const mergeShapes = (left: Shape, right: Shape, lasting: boolean): Update => {
  const names: string[] = []
  const positions: (Pos | null)[] = []
  const from: number[] = []
  const a = left.names
  const b = right.names
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const x = a[i]
    const y = b[j]
    if (y === undefined || (x !== undefined && x < y)) {
      names.push(x!)
      positions.push(left.positions?.[i] ?? null)
      from.push(i)
      i++
    } else {
      names.push(y)
      positions.push(right.positions?.[j] ?? null)
      from.push(-j - 1)
      j++
      if (x === y) i++
    }
  }
  return { shape: new Shape(names, left.positions || right.positions ? positions : null, lasting), from }
}

export class Attrs {
  constructor(
    readonly shape: Shape,
    readonly values: Slot[],
  ) {}

  get size(): number {
    return this.values.length
  }

  get(name: string): Slot | undefined {
    const at = this.shape.find(name)
    return at < 0 ? undefined : this.values[at]
  }

  has(name: string): boolean {
    return this.shape.find(name) >= 0
  }

  position(name: string): Pos | null {
    const at = this.shape.find(name)
    return at < 0 ? null : (this.shape.positions?.[at] ?? null)
  }
}

export const emptyShape = new Shape([], null, true)
export const emptySet = new Attrs(emptyShape, [])

/** `left // right`. */
export const update = (left: Attrs, right: Attrs): Attrs => {
  if (right.size === 0) return left
  if (left.size === 0) return right
  const { shape, from } = left.shape.updateWith(right.shape)
  const values = new Array<Slot>(from.length)
  const a = left.values
  const b = right.values
  for (let i = 0; i < from.length; i++) {
    const place = from[i]!
    values[i] = place >= 0 ? a[place]! : b[-place - 1]!
  }
  return new Attrs(shape, values)
}

/** A set from entries; of two with one name the later wins. */
export const attrsFromMap = (
  entries: ReadonlyMap<string, Slot>,
  positions?: ReadonlyMap<string, Pos | null>,
): Attrs => {
  if (entries.size === 0) return emptySet
  const names = [...entries.keys()].sort()
  const values = names.map(name => entries.get(name)!)
  const places = positions ? names.map(name => positions.get(name) ?? null) : null
  return new Attrs(new Shape(names, places, false), values)
}

/** A set with few names that are known here: `record({ name: …, value: … })`. */
export const record = (entries: Readonly<Record<string, Slot>>): Attrs =>
  attrsFromMap(new Map(Object.entries(entries)))

/** The members for which `keep` holds, by place. */
export const filterAttrs = (set: Attrs, keep: (name: string, place: number) => boolean): Attrs => {
  const { names, positions } = set.shape
  const keptNames: string[] = []
  const keptPositions: (Pos | null)[] = []
  const values: Slot[] = []
  for (let i = 0; i < names.length; i++) {
    if (!keep(names[i]!, i)) continue
    keptNames.push(names[i]!)
    keptPositions.push(positions?.[i] ?? null)
    values.push(set.values[i]!)
  }
  if (values.length === names.length) return set
  return new Attrs(new Shape(keptNames, positions && keptPositions, false), values)
}
