/**
 * The definitions document (src/modules/definitions.ts says what it looks like) of an option, made from the values of its
 * definitions: the same that nix/definitions makes, whose rules these are and where they are explained, without
 * interpreting it. Real Nix has no such builtin, and that file then goes the long way to the same result.
 */
import type { Json } from '../../evaluate.js'
import { Attrs } from '../attrs.js'
import { coerceToString } from '../coerce.js'
import { isFunction } from '../describe.js'
import { force } from '../force.js'
import { maxCallDepth } from '../limits.js'
import type { Session } from '../session.js'
import { addMember } from '../to-data.js'
import { ContextString, NixFloat, NixPath, type Slot, type Value } from '../values.js'
import { alignments } from './alignment.js'
import { Definers } from './definers.js'
import {
  discharge,
  type Entry,
  type Item,
  part,
  type Settled,
  settle,
  simplePriority,
  tagOf,
} from './discharge.js'
import { longWay } from './long-way.js'
import { bareSets, isHidden, isPlainSet, shownName } from './sets.js'
import { fileOf, floatNode, integerNode, plainText, shownEntry, textNode } from './text.js'

type Members = Record<string, Json>

/** A set that counts, and its place among the others. */
interface Winner {
  readonly entry: Entry
  readonly set: Attrs
  readonly order: number
}

const defaultOrder = 1000

/** Makes the walk: from entries of `of` and the values of as many definitions to the node. */
export const walkWith = (session: Session) => {
  const align = alignments()

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
    if (tagOf(set) !== undefined) return among(new Definers([entry]), [set], depth)
    return { _type: 'set', value: membersOf(entry, set, depth) }
  }

  const membersOf = (entry: Entry, set: Attrs, depth: number): Members => {
    const { names } = set.shape
    const members: Members = {}
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!
      if (isHidden(name)) continue
      addMember(members, shownName(name), nodeOf(entry, set.values[i]!, depth + 1))
    }
    return members
  }

  /** All definitions at a path: who defines it, and as many values. */
  const among = (definers: Definers, slots: readonly Slot[], depth: number): Json => {
    if (depth > maxCallDepth) throw longWay
    // What most paths have: sets of which nothing is said.
    const bare = bareSets(slots)
    if (bare !== undefined) return together(definers.shown, definers, bare, depth)

    const { entries } = definers
    const rivals = overridden(entries, slots, depth)
    if (rivals !== undefined) return { _type: 'definitions', of: rivals }

    const items: Item[] = []
    for (let i = 0; i < slots.length; i++) discharge(entries[i]!, slots[i]!, undefined, items)
    let least = 1_000_000_000
    for (const { priority } of items) if (priority !== undefined && priority < least) least = priority
    const winners: Winner[] = []
    let plain = true
    const settled: (Settled | undefined)[] = []
    for (const item of items) {
      const one = item.priority === least ? settle(item) : undefined
      settled.push(one)
      if (one === undefined) continue
      if (plain && isPlainSet(one.value))
        winners.push({ entry: item.entry, set: one.value, order: one.order ?? defaultOrder })
      else plain = false
    }
    const areSets = plain && winners.length > 0
    const of = items.map((item, i) => ofEntry(item, settled[i], areSets, depth))
    if (!areSets) return { _type: 'definitions', of }
    // Stable: equal ones stay as defined.
    winners.sort((a, b) => a.order - b.order)
    const counting = new Definers(winners.map(({ entry }) => entry))
    const sets = winners.map(({ set }) => set)
    return together(of, counting, sets, depth)
  }

  /** `of` where values are overridden or not and nothing else is said of them, and no set wins: most of the other paths. */
  const overridden = (
    entries: readonly Entry[],
    slots: readonly Slot[],
    depth: number,
  ): Json[] | undefined => {
    const priorities: number[] = []
    let least = Number.POSITIVE_INFINITY
    for (const slot of slots) {
      const priority = simplePriority(force(slot))
      if (priority === undefined) return undefined
      priorities.push(priority)
      if (priority < least) least = priority
    }
    const of: Json[] = []
    for (let i = 0; i < slots.length; i++) {
      const priority = priorities[i]!
      const entry = entries[i]!
      if (priority !== least) {
        of.push(priority === 100 ? shownEntry(entry) : { file: fileOf(entry), priority })
        continue
      }
      const value = force(slots[i]!)
      const content = priority === 100 ? value : force(part(value, 'content'))
      if (content instanceof Attrs) return undefined
      const file = fileOf(entry)
      const shown = nodeOf(entry, content, depth + 1)
      of.push(priority === 100 ? { file, value: shown } : { file, priority, value: shown })
    }
    return of
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
    shown.file = fileOf(entry)
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
  const together = (of: Json[], definers: Definers, sets: readonly Attrs[], depth: number): Json => {
    if (sets.length === 1)
      return { _type: 'definitions', members: membersOf(definers.entries[0]!, sets[0]!, depth), of }
    const alignment = align(sets)
    const members: Members = {}
    for (const { name, having, places } of alignment.members) {
      if (having.length === 1) {
        const owner = having[0]!
        addMember(
          members,
          name,
          nodeOf(definers.entries[owner]!, sets[owner]!.values[places[0]!]!, depth + 1),
        )
        continue
      }
      const slots = having.map((set, i) => sets[set]!.values[places[i]!]!)
      addMember(members, name, among(definers.at(having), slots, depth + 1))
    }
    const { rest } = alignment
    return rest === undefined
      ? { _type: 'definitions', members, of }
      : { _type: 'definitions', members, of, rest: rest as Json }
  }

  return (entries: readonly Entry[], slots: readonly Slot[]): Json => among(new Definers(entries), slots, 0)
}
