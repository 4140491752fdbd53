/** How many blocks of a type there are, and whether that is as many as there may be. */
import type { NestedBlock } from '../../provider/schema.js'
import type { Block as DocumentBlock } from '../document/blocks.js'
import type { DocumentPath } from '../document/problem.js'
import type { DocumentValue } from '../document/shape.js'
import { nestedBodies } from './bodies.js'
import { generatedCount } from './dynamic.js'
import { lacking, mismatch, type SchemaProblem } from './problem.js'

/** The blocks of one type in a body: as they are written, and those that dynamic blocks stand for. */
export interface Blocks {
  readonly name: string
  readonly value: DocumentValue
  readonly generated: readonly DocumentBlock[]
}

/** The problem of too few or too many blocks in the body at `path`. Of those with labels there may be any number. */
export const checkCount = (
  { nesting_mode: nesting, min_items: least = 0, max_items: most = 0 }: NestedBlock,
  { name, value, generated }: Blocks,
  path: DocumentPath,
): readonly SchemaProblem[] => {
  // What is no block at all has been told.
  if (nesting === 'map' || (typeof value !== 'object' && value !== undefined)) return []
  const place = value === null ? path : [...path, name]
  const written = nestedBodies(value, place).length
  const made = generated.map(generatedCount)
  const count = made.reduce<number>((sum, each) => sum + (each ?? 0), written)
  // What only a plan can tell may still be enough, but it does not make fewer of what is there.
  const enough = count >= least || made.includes(undefined)
  if (nesting === 'single' || nesting === 'group') {
    if (count > 1) return [mismatch(place, `Only one block of type "${name}" is allowed.`)]
    return enough ? [] : [lacking(path, `A "${name}" block is required.`)]
  }
  if (!enough)
    return [lacking(path, `At least ${least} "${name}" ${least === 1 ? 'block is' : 'blocks are'} required.`)]
  return most > 0 && count > most
    ? [mismatch(place, `No more than ${most} "${name}" blocks are allowed, and there are ${count}.`)]
    : []
}
