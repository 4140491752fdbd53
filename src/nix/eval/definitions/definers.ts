/** Whose definitions are looked at: the files of a path's definitions, in order, and lists of some of them. */
import type { Json } from '../../evaluate.js'
import type { Entry } from './discharge.js'
import { shownEntry } from './text.js'

/**
 * Entries of `of`. Thousands of paths are defined by the same files, so that a list of some of them is made once and
 * shared: whoever has it changes nothing in it.
 */
export class Definers {
  private shownEntries: Json[] | undefined
  private readonly parts = new Map<readonly number[], Definers>()

  constructor(readonly entries: readonly Entry[]) {}

  /** As they stand in `of`. */
  get shown(): Json[] {
    this.shownEntries ??= this.entries.map(shownEntry)
    return this.shownEntries
  }

  /** Those at `places`: the same list of places, the same definers. */
  at(places: readonly number[]): Definers {
    if (places.length === this.entries.length) return this
    const known = this.parts.get(places)
    if (known !== undefined) return known
    const some = new Definers(places.map(place => this.entries[place]!))
    this.parts.set(places, some)
    return some
  }
}
