/**
 * Many expressions mean the same to JavaScript as to Nix, and its engine is far faster than one written in it. They
 * differ in what a group holds after several rounds of a repetition, in rounds that match nothing, and in which of two
 * branches wins; an expression where any of these could show is left to the machine. So is one that could backtrack
 * without bound, since JavaScript's engine can't be stopped.
 */
import { areDisjoint, firstOf } from './first.js'
import type { Regex } from './syntax.js'

export interface NativeRegex {
  /** The source for a `RegExp` without flags. */
  readonly source: string
  /** How many repetitions without end it has: the time may grow with the length of the text to this power. */
  readonly loops: number
}

/** Repetitions are unrolled when counted; a pattern with large bounds goes to the machine, which has Nix's limit. */
const largestBound = 1000

/** The same expression for JavaScript, or undefined where it could mean something else. */
export const toNative = (root: Regex): NativeRegex | undefined => {
  const loops = { count: 0 }
  const source = translate(root, false, loops)
  return source === undefined ? undefined : { source, loops: loops.count }
}

const translate = (node: Regex, repeated: boolean, loops: { count: number }): string | undefined => {
  switch (node.kind) {
    case 'set':
      return classOf(node.set)
    case 'start':
    case 'end':
      // Under a repetition an anchor is a round that matches nothing.
      return repeated ? undefined : node.kind === 'start' ? '^' : '$'
    case 'group': {
      const body = translate(node.body, repeated, loops)
      return body === undefined ? undefined : `(${body})`
    }
    case 'sequence':
      return joined(node.items, '', repeated, loops)
    case 'choice': {
      const firsts = node.branches.map(firstOf)
      if (firsts.some(first => first.nullable) || !areDisjoint(firsts)) return undefined
      const body = joined(node.branches, '|', repeated, loops)
      return body === undefined ? undefined : `(?:${body})`
    }
    case 'repeat':
      return repeat(node, repeated, loops)
  }
}

const repeat = (
  node: Extract<Regex, { kind: 'repeat' }>,
  repeated: boolean,
  loops: { count: number },
): string | undefined => {
  const { body, min, max } = node
  if (repeated || min > largestBound || (max !== Number.POSITIVE_INFINITY && max > largestBound))
    return undefined
  if (body.kind !== 'set' && !(body.kind === 'group' && isPlainGroup(body))) return undefined
  if (max === Number.POSITIVE_INFINITY) loops.count++
  const inner = translate(body, true, loops)
  if (inner === undefined) return undefined
  return `${inner}{${min},${max === Number.POSITIVE_INFINITY ? '' : max}}`
}

/** A group that takes part whole in every round: nothing in it is optional, and no other group is in it. */
const isPlainGroup = (group: Extract<Regex, { kind: 'group' }>): boolean => {
  const isPlain = (node: Regex): boolean =>
    node.kind === 'set' ||
    (node.kind === 'sequence' && node.items.every(isPlain)) ||
    (node.kind === 'choice' && node.branches.every(isPlain))
  return isPlain(group.body) && !firstOf(group.body).nullable
}

const joined = (
  nodes: readonly Regex[],
  separator: string,
  repeated: boolean,
  loops: { count: number },
): string | undefined => {
  const sources: string[] = []
  for (const node of nodes) {
    const source = translate(node, repeated, loops)
    if (source === undefined) return undefined
    sources.push(source)
  }
  return sources.join(separator)
}

const classOf = (set: Uint8Array): string => {
  const hex = (byte: number) => `\\x${byte.toString(16).padStart(2, '0')}`
  let ranges = ''
  for (let from = 0; from < 256; from++) {
    if (!set[from]) continue
    let to = from
    while (to < 255 && set[to + 1]) to++
    ranges += from === to ? hex(from) : `${hex(from)}-${hex(to)}`
    from = to
  }
  return `[${ranges}]`
}
