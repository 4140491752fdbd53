import type { Regex } from './syntax.js'

export interface First {
  /** The bytes that a match can start with: `set[byte]` is 1. */
  readonly set: Uint8Array
  /** Whether it can match nothing. */
  readonly nullable: boolean
}

const nothing = new Uint8Array(256)

/** What a match of `node` can start with. Anchors match nothing and are nullable. */
export const firstOf = (node: Regex): First => {
  switch (node.kind) {
    case 'set':
      return { set: node.set, nullable: false }
    case 'start':
    case 'end':
      return { set: nothing, nullable: true }
    case 'group':
      return firstOf(node.body)
    case 'repeat': {
      const body = firstOf(node.body)
      if (node.max === 0) return { set: nothing, nullable: true }
      return { set: body.set, nullable: body.nullable || node.min === 0 }
    }
    case 'choice': {
      const firsts = node.branches.map(firstOf)
      return { set: union(firsts), nullable: firsts.some(first => first.nullable) }
    }
    case 'sequence': {
      const firsts: First[] = []
      for (const item of node.items) {
        const first = firstOf(item)
        firsts.push(first)
        if (!first.nullable) return { set: union(firsts), nullable: false }
      }
      return { set: union(firsts), nullable: true }
    }
  }
}

const union = (firsts: readonly First[]): Uint8Array => {
  const all = new Uint8Array(256)
  for (const { set } of firsts) for (let byte = 0; byte < 256; byte++) all[byte]! |= set[byte]!
  return all
}

/** Whether no byte is in two of the sets. */
export const areDisjoint = (firsts: readonly First[]): boolean => {
  const seen = new Uint8Array(256)
  for (const { set } of firsts)
    for (let byte = 0; byte < 256; byte++) {
      if (set[byte] && seen[byte]) return false
      seen[byte]! |= set[byte]!
    }
  return true
}
