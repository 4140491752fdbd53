/** Properties of definitions taken apart, as `discharge` and `rank` of nix/definitions do. */
import { Attrs } from '../attrs.js'
import { force } from '../force.js'
import { ContextString, type Slot, type Value } from '../values.js'
import { longWay } from './long-way.js'

/** What stands in `of` for a definition of which there is no more to say. */
export type Entry = number | { readonly file: string }

export interface Item {
  readonly entry: Entry
  /** Undefined under a condition that does not hold. */
  readonly priority: number | undefined
  readonly condition: boolean | undefined
  /** Whether the priority was given. */
  readonly overridden: boolean
  /** Whether nothing at all was said of it but the file. */
  readonly isBare: boolean
  /** Never looked into where it is beaten. */
  readonly slot: Slot
}

const properties = new Set(['if', 'definition', 'merge', 'order', 'override'])

/** Which property a value is, if any. */
export const tagOf = (value: Value): string | undefined => {
  if (!(value instanceof Attrs)) return undefined
  const type = value.get('_type')
  if (type === undefined) return undefined
  const name = force(type)
  if (name instanceof ContextString) throw longWay
  return typeof name === 'string' && properties.has(name) ? name : undefined
}

/** A member that a property must have. */
export const part = (property: Value, name: string): Slot => {
  const slot = (property as Attrs).get(name)
  if (slot === undefined) throw longWay
  return slot
}

export const numberIn = (slot: Slot): number => {
  const value = force(slot)
  if (typeof value !== 'number') throw longWay
  return value
}

/** mkMerge and mkIf dissolved: adds what stands under them to `items`. */
export const discharge = (entry: Entry, slot: Slot, condition: true | undefined, items: Item[]): void => {
  const value = force(slot)
  switch (tagOf(value)) {
    case undefined:
      items.push({
        entry,
        priority: 100,
        condition,
        overridden: false,
        isBare: condition === undefined,
        slot: value,
      })
      return
    case 'merge': {
      const contents = force(part(value, 'contents'))
      if (!Array.isArray(contents)) throw longWay
      for (const content of contents) discharge(entry, content, condition, items)
      return
    }
    case 'if': {
      const holds = force(part(value, 'condition'))
      if (holds === true) discharge(entry, part(value, 'content'), true, items)
      else if (holds === false)
        items.push({
          entry,
          priority: undefined,
          condition: false,
          overridden: false,
          isBare: false,
          slot: null,
        })
      else throw longWay
      return
    }
    case 'definition': {
      const file = force(part(value, 'file'))
      if (typeof file !== 'string') throw longWay
      items.push(rank({ file }, force(part(value, 'value')), condition))
      return
    }
    default:
      items.push(rank(entry, value, condition))
  }
}

const rank = (entry: Entry, value: Value, condition: true | undefined): Item => {
  const tag = tagOf(value)
  const overridden = tag === 'override'
  return {
    entry,
    priority: overridden ? numberIn(part(value, 'priority')) : 100,
    condition,
    overridden,
    isBare: tag === undefined && condition === undefined,
    slot: overridden ? part(value, 'content') : value,
  }
}

export interface Settled {
  readonly value: Value
  readonly order: number | undefined
}

/** The value of a definition that counts, and its place among the others. */
export const settle = ({ slot, isBare }: Item): Settled => {
  const value = force(slot)
  if (isBare || tagOf(value) !== 'order') return { value, order: undefined }
  return { value: force(part(value, 'content')), order: numberIn(part(value, 'priority')) }
}

/** 100 of what is no property, the priority of what is overridden; undefined where more has to be looked at. */
export const simplePriority = (value: Value): number | undefined => {
  if (!(value instanceof Attrs) || !value.has('_type')) return 100
  if (tagOf(value) !== 'override') return tagOf(value) === undefined ? 100 : undefined
  const priority = numberIn(part(value, 'priority'))
  return priority === 100 ? undefined : priority
}
