/**
 * Which of several sets have which member. Most sets of a project come from few expressions and have their shape from them
 * (attrs.ts): how sets of certain shapes stand side by side is found out once.
 */
import type { Attrs, Shape } from '../attrs.js'
import { isHidden, shownName } from './sets.js'

/** A member, in the order of the names. */
export interface Aligned {
  readonly name: string
  /** The sets that have it, by number: one list for each choice of sets. */
  readonly having: readonly number[]
  /** Where each of them has it. */
  readonly places: readonly number[]
}

export interface Alignment {
  readonly members: readonly Aligned[]
  /** The names that one set alone has: of the second, of the third, and so on. Undefined where there are none. */
  readonly rest: readonly (readonly string[])[] | undefined
}

/** Remembers alignments for as long as a document is made. */
export const alignments = (): ((sets: readonly Attrs[]) => Alignment) => {
  const choice = choices()
  const known = new Map<Shape, Known>()
  return sets => {
    if (!sets.every(({ shape }) => shape.lasting)) return align(sets, choice)
    let at: Known = { after: known }
    for (const { shape } of sets) at = following(at, shape)
    at.alignment ??= align(sets, choice)
    return at.alignment
  }
}

/** By shape: how sets of the shapes up to here are aligned, and what comes after. */
interface Known {
  alignment?: Alignment
  after?: Map<Shape, Known>
}

const following = (at: Known, shape: Shape): Known => {
  at.after ??= new Map()
  let next = at.after.get(shape)
  if (next === undefined) {
    next = {}
    at.after.set(shape, next)
  }
  return next
}

/** Lists of numbers, each of which there is once. */
const choices = () => {
  const root: Choice = { numbers: [], more: [] }
  return (numbers: readonly number[]): readonly number[] => {
    let at = root
    for (const number of numbers) {
      at.more[number] ??= { numbers: [...at.numbers, number], more: [] }
      at = at.more[number]
    }
    return at.numbers
  }
}

interface Choice {
  readonly numbers: readonly number[]
  readonly more: Choice[]
}

const align = (
  sets: readonly Attrs[],
  choice: (numbers: readonly number[]) => readonly number[],
): Alignment => {
  const next = sets.map(() => 0)
  const rest: string[][] = sets.slice(1).map(() => [])
  const members: Aligned[] = []
  for (;;) {
    const name = leastAt(sets, next)
    if (name === undefined) break
    const having: number[] = []
    const places: number[] = []
    for (let i = 0; i < sets.length; i++) {
      if (sets[i]!.shape.names[next[i]!] !== name) continue
      having.push(i)
      places.push(next[i]!++)
    }
    if (isHidden(name)) continue
    const shown = shownName(name)
    members.push({ name: shown, having: choice(having), places })
    if (having.length === 1 && having[0]! > 0) rest[having[0]! - 1]!.push(shown)
  }
  return { members, rest: rest.every(names => names.length === 0) ? undefined : rest }
}

/** The least of the names that stand at the places. */
const leastAt = (sets: readonly Attrs[], places: readonly number[]): string | undefined => {
  let least: string | undefined
  for (let i = 0; i < sets.length; i++) {
    const name = sets[i]!.shape.names[places[i]!]
    if (name !== undefined && (least === undefined || name < least)) least = name
  }
  return least
}
