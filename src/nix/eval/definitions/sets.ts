/** Sets of definitions, side by side. */
import { Attrs } from '../attrs.js'
import { force } from '../force.js'
import type { Slot, Value } from '../values.js'
import { tagOf } from './discharge.js'
import { longWay } from './long-way.js'
import { plainText } from './text.js'

/** What terranix never prints. */
const hidden = new Set(['__functor', '_module', '_ref'])

export const isHidden = (name: string): boolean => name.charCodeAt(0) === 95 && hidden.has(name)

export const shownName = (name: string): string => {
  // Whoever prints the set would call it.
  if (name === '__toString') throw longWay
  return plainText(name)
}

export const isPlainSet = (value: Value): value is Attrs =>
  value instanceof Attrs && !value.has('outPath') && tagOf(value) === undefined

/** The values, where all are sets without a meaning. */
export const bareSets = (slots: readonly Slot[]): readonly Attrs[] | undefined => {
  const sets: Attrs[] = []
  for (const slot of slots) {
    const value = force(slot)
    if (!(value instanceof Attrs) || value.has('_type') || value.has('outPath')) return undefined
    sets.push(value)
  }
  return sets
}
