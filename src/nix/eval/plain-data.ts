/**
 * Whether a value is data and nothing else, all the way down. nix/definitions asks this of most of what a project
 * says, and then has no need to look at each member in Nix: the definition stands for itself. Real Nix has no such
 * builtin, and the same file then goes the long way to the same result.
 */
import { Attrs, type Shape } from './attrs.js'
import { calls } from './call.js'
import { NixError } from './failure.js'
import { force } from './force.js'
import { maxCallDepth } from './limits.js'
import { Builtin, type Slot } from './values.js'

/** Names that give a set a meaning: to nix/definitions, or to whoever makes JSON of it. */
const meaningful = ['__functor', '__toString', '_module', '_ref', '_type', 'outPath']

const isPlainShape = (shape: Shape): boolean => meaningful.every(name => shape.find(name) < 0)

/** Evaluates the value of `slot` deeply, as long as it is plain: no more than its JSON would need. */
const isPlain = (slot: Slot, depth: number): boolean => {
  const value = force(slot)
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return true
    case 'bigint':
      return false
  }
  if (value === null) return true
  if (depth > maxCallDepth) return false
  if (Array.isArray(value)) return value.every(item => isPlain(item, depth + 1))
  return (
    value instanceof Attrs &&
    isPlainShape(value.shape) &&
    value.values.every(item => isPlain(item, depth + 1))
  )
}

/**
 * False too where evaluation fails: whoever looks at the value again, in Nix, meets the same failure and tells where.
 */
export const isPlainBuiltin = new Builtin('isPlain', 1, slot => {
  const { depth } = calls
  try {
    return isPlain(slot!, 0)
  } catch (error) {
    if (!(error instanceof NixError)) throw error
    calls.depth = depth
    return false
  }
})
