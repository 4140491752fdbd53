/**
 * The definitions document (src/modules/definitions.ts says what it looks like) of an option, made from the values of its
 * definitions: the same that nix/definitions.nix makes, whose rules these are and where they are explained, without
 * interpreting it. Real Nix has no such builtin, and that file then goes the long way to the same result.
 */
import type { Json } from '../../evaluate.js'
import { Attrs } from '../attrs.js'
import { calls } from '../call.js'
import { coerceToString } from '../coerce.js'
import { isFunction } from '../describe.js'
import { expectList } from '../expect.js'
import { NixError } from '../failure.js'
import { force } from '../force.js'
import { maxCallDepth } from '../limits.js'
import type { Session } from '../session.js'
import { addMember } from '../to-data.js'
import { Builtin, ContextString, Data, NixFloat, NixPath, type Slot, type Value } from '../values.js'
import { discharge, type Entry, type Item, type Settled, settle, tagOf } from './discharge.js'
import { longWay } from './long-way.js'
import { floatNode, integerNode, plainText, textNode } from './text.js'

type Members = Record<string, Json>

/** What terranix never prints. */
const hidden = new Set(['__functor', '_module', '_ref'])

const isHidden = (name: string): boolean => name.charCodeAt(0) === 95 && hidden.has(name)

const isPlainSet = (value: Value): value is Attrs =>
  value instanceof Attrs && !value.has('outPath') && tagOf(value) === undefined

const walkWith = (session: Session) => {
  /** The value of the only definition at a path. */
  const nodeOf = (entry: Entry, slot: Slot, depth: number): Json => {
    const value = force(slot)
    switch (typeof value) {
      case 'string':
        return plainText(value)
      case 'boolean':
        return value
      case 'number':
      case 'bigint':
        return integerNode(value)
    }
    if (value === null) return null
    if (depth > maxCallDepth) throw longWay
    if (Array.isArray(value)) return value.map(element => nodeOf(entry, element, depth + 1))
    if (value instanceof Attrs) return setNode(entry, value, depth)
    if (value instanceof ContextString) return textNode(session, value)
    if (value instanceof NixFloat) return floatNode(value.value)
    if (value instanceof NixPath) return textNode(session, coerceToString(session, value, { copy: true }))
    if (isFunction(value)) return { _type: 'function' }
    throw longWay
  }

  const setNode = (entry: Entry, set: Attrs, depth: number): Json => {
    const outPath = set.get('outPath')
    if (outPath !== undefined) return textNode(session, coerceToString(session, outPath, { copy: true }))
    if (!set.has('_type')) return membersOf(entry, set, depth)
    if (tagOf(set) !== undefined) return among([entry], [set], depth)
    return { _type: 'set', value: membersOf(entry, set, depth) }
  }

  const membersOf = (entry: Entry, set: Attrs, depth: number): Members => {
    const { names } = set.shape
    const members: Members = {}
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!
      if (isHidden(name)) continue
      // Whoever prints the set would call it.
      if (name === '__toString') throw longWay
      addMember(members, plainText(name), nodeOf(entry, set.values[i]!, depth + 1))
    }
    return members
  }

  /** All definitions at a path, as two lists of one length. */
  const among = (entries: readonly Entry[], slots: readonly Slot[], depth: number): Json => {
    if (depth > maxCallDepth) throw longWay
    // What most paths have: sets of which nothing is said.
    const sets = bareSets(slots)
    if (sets !== undefined) return together(entries.map(shownEntry), entries, sets, depth)

    const items: Item[] = []
    for (let i = 0; i < slots.length; i++) discharge(entries[i]!, slots[i]!, undefined, items)
    let least = 1_000_000_000
    for (const { priority } of items) if (priority !== undefined && priority < least) least = priority
    const winners: Attrs[] = []
    const having: Entry[] = []
    let areSets = true
    const settled: (Settled | undefined)[] = []
    for (const item of items) {
      const one = item.priority === least ? settle(item) : undefined
      settled.push(one)
      if (one === undefined) continue
      if (areSets && isPlainSet(one.value)) {
        winners.push(one.value)
        having.push(item.entry)
      } else areSets = false
    }
    areSets &&= winners.length > 0
    const of: Json[] = []
    for (let i = 0; i < items.length; i++) of.push(ofEntry(items[i]!, settled[i], areSets, depth))
    return areSets ? together(of, having, winners, depth) : { _type: 'definitions', of }
  }

  const ofEntry = (
    { entry, condition, isBare, overridden, priority }: Item,
    settled: Settled | undefined,
    areSets: boolean,
    depth: number,
  ): Json => {
    const hasValue = settled !== undefined && !areSets
    if (isBare && !hasValue) return shownEntry(entry)
    const shown: Members = {}
    if (condition !== undefined) shown.condition = condition
    shown.file = typeof entry === 'number' ? entry : plainText(entry.file)
    if (settled?.order !== undefined) shown.order = settled.order
    if (overridden) shown.priority = priority!
    if (hasValue) shown.value = leaf(entry, settled.value, depth)
    return shown
  }

  /** A property where nixpkgs does not look for one would be merged as an ordinary set. */
  const leaf = (entry: Entry, value: Value, depth: number): Json => {
    const property = tagOf(value)
    return property === undefined ? nodeOf(entry, value, depth + 1) : { _type: 'property', property }
  }

  /** Of sets that all count: the members of each alone, and those that several have. */
  const together = (of: Json[], entries: readonly Entry[], sets: readonly Attrs[], depth: number): Json => {
    if (sets.length === 1)
      return { _type: 'definitions', members: membersOf(entries[0]!, sets[0]!, depth), of }
    const members: Members = {}
    const rest: string[][] = sets.slice(1).map(() => [])
    const places: number[] = sets.map(() => 0)
    for (;;) {
      const name = nextName(sets, places)
      if (name === undefined) break
      const having: Entry[] = []
      const slots: Slot[] = []
      let last = 0
      for (let i = 0; i < sets.length; i++) {
        const { shape, values } = sets[i]!
        const place = places[i]!
        if (shape.names[place] !== name) continue
        places[i] = place + 1
        having.push(entries[i]!)
        slots.push(values[place]!)
        last = i
      }
      if (isHidden(name)) continue
      if (name === '__toString') throw longWay
      const text = plainText(name)
      if (slots.length > 1) addMember(members, text, among(having, slots, depth + 1))
      else {
        addMember(members, text, nodeOf(having[0]!, slots[0]!, depth + 1))
        if (last > 0) rest[last - 1]!.push(text)
      }
    }
    const node = { _type: 'definitions', members, of }
    return rest.every(names => names.length === 0) ? node : { ...node, rest }
  }

  return among
}

/** The least of the names that stand at the places. */
const nextName = (sets: readonly Attrs[], places: readonly number[]): string | undefined => {
  let least: string | undefined
  for (let i = 0; i < sets.length; i++) {
    const name = sets[i]!.shape.names[places[i]!]
    if (name !== undefined && (least === undefined || name < least)) least = name
  }
  return least
}

const shownEntry = (entry: Entry): Json =>
  typeof entry === 'number' ? entry : { file: plainText(entry.file) }

/** The values, where all are sets without a meaning. */
const bareSets = (slots: readonly Slot[]): readonly Attrs[] | undefined => {
  const sets: Attrs[] = []
  for (const slot of slots) {
    const value = force(slot)
    if (!(value instanceof Attrs) || value.has('_type') || value.has('outPath')) return undefined
    sets.push(value)
  }
  return sets
}

/**
 * The builtin `definitionsOf entries values`: the document, for nobody but who prints it. Null where the long way has to be
 * gone: where evaluation fails, so that whoever looks again, in Nix, meets the same failure and tells where.
 */
export const definitionsBuiltin = (session: Session): Builtin =>
  new Builtin('definitionsOf', 2, (entries, values) => {
    const { depth } = calls
    try {
      const files = expectList(entries!).map(entry => {
        const file = force(entry)
        if (typeof file !== 'number') throw longWay
        return file
      })
      return new Data(walkWith(session)(files, expectList(values!), 0))
    } catch (error) {
      if (error !== longWay && !(error instanceof NixError)) throw error
      calls.depth = depth
      return null
    }
  })
