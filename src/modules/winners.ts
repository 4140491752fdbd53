/**
 * Which definitions at a path count, and in which order: `filterOverrides'` and `sortProperties` of nixpkgs'
 * lib/modules.nix. Nix has ranked already, to know what to force; this ranks again from the data, so that the merge
 * needs no other authority than the definitions document.
 */
import type { Definition, DefinitionsNode } from './definitions.js'

export const defaultPriority = 100
export const defaultOrder = 1000

export interface Winner {
  readonly definition: Definition
  /** Its place among the winners as they were defined, from 0. */
  readonly index: number
  /** Its place in `of`. */
  readonly place: number
}

export const priorityOf = (definition: Definition): number => definition.priority ?? defaultPriority

/** An entry of `of`, written out. */
export const definitionOf = (entry: number | Definition): Definition =>
  typeof entry === 'number' ? { file: entry } : entry

/** The winning definitions, sorted by order; stable, so that equal ones stay as defined. */
export const winnersOf = (node: DefinitionsNode): readonly Winner[] => {
  let least = Number.POSITIVE_INFINITY
  const of = node.of.map(definitionOf)
  for (const definition of of)
    if (definition.condition !== false && priorityOf(definition) < least) least = priorityOf(definition)

  const winners: Winner[] = []
  let ordered = false
  of.forEach((definition, place) => {
    if (definition.condition === false || priorityOf(definition) !== least) return
    winners.push({ definition, index: winners.length, place })
    ordered ||= definition.order !== undefined
  })
  return ordered
    ? winners.sort((a, b) => (a.definition.order ?? defaultOrder) - (b.definition.order ?? defaultOrder))
    : winners
}
