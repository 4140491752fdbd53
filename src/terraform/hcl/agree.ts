/**
 * Whether HashiCorp's parser, as hcl2json prints what it read, has understood a file as we have. It keeps no order between
 * blocks, no comments, and writes expressions anew; what it says is the same all the same, or something is not as it looks.
 */
import type { Json } from '../../nix/evaluate.js'
import type { Body, Expression, Item, Key, Offset, Part, Text } from './syntax.js'
import { bareParts } from './text-parts.js'

export interface Disagreement {
  readonly at: Offset
  readonly name: string
}

/** The first place in each argument where the two differ. */
export const disagreements = (body: Body, theirs: Json): readonly Disagreement[] => {
  const found: Disagreement[] = []
  compareBody(body, theirs, found)
  return found
}

const compareBody = (body: Body, theirs: Json, found: Disagreement[]): void => {
  const taken = new Map<string, number>()
  const names = new Set<string>()
  for (const item of body.items) {
    names.add(nameOf(item))
    const value = isSetOfJson(theirs) ? theirs[nameOf(item)] : undefined
    if (item.kind === 'argument') {
      if (value === undefined || !agrees(item.value, value)) found.push({ at: item.at, name: item.name })
      continue
    }
    const bodies = item.labels.reduce<Json | undefined>(
      (inner, label) => (isSetOfJson(inner) ? inner[label] : undefined),
      value,
    )
    const key = JSON.stringify([item.type, ...item.labels])
    const index = taken.get(key) ?? 0
    taken.set(key, index + 1)
    const inner = Array.isArray(bodies) ? (bodies[index] as Json | undefined) : undefined
    if (inner === undefined) found.push({ at: item.at, name: item.type })
    else compareBody(item.body, inner, found)
  }
  const more = isSetOfJson(theirs) ? Object.keys(theirs).find(name => !names.has(name)) : undefined
  if (more !== undefined) found.push({ at: body.items[0]?.at ?? 0, name: more })
}

const nameOf = (item: Item): string => (item.kind === 'argument' ? item.name : item.type)

const agrees = (ours: Expression, theirs: Json): boolean => {
  switch (ours.kind) {
    case 'text':
      return typeof theirs === 'string' && sameText(ours, theirs)
    case 'number':
      return Number(ours.text) === theirs
    case 'bool':
      return ours.value === theirs
    case 'null':
      return theirs === null
    case 'list':
      return (
        Array.isArray(theirs) &&
        theirs.length === ours.elements.length &&
        ours.elements.every(({ value }, index) => agrees(value, theirs[index]!))
      )
    case 'object':
      return isSetOfJson(theirs) && sameEntries(ours, theirs)
    case 'other':
      // It computes what has a sign before it, and has a text alone in braces without them.
      if (/^[-!"(]/.test(ours.source) && !isInterpolation(theirs)) return true
      // "${60}" is 60.
      if (typeof theirs !== 'string') return ours.source === String(theirs)
      return plain(`\${${ours.source}}`) === plain(theirs)
  }
}

const isInterpolation = (value: Json): boolean => typeof value === 'string' && value.startsWith('${')

/** Of two entries with one key the last counts. A traversal as a key, as in `providers`, is printed without braces. */
const sameEntries = (
  ours: Expression & { kind: 'object' },
  theirs: { readonly [name: string]: Json },
): boolean => {
  const right = new Map(Object.entries(theirs).map(([key, value]) => [said(bareParts(key)), value]))
  const nameOfKey = (key: Key): string => {
    if (key.kind === 'name') return `«${key.text}»`
    if (key.kind === 'text') return said(key.parts)
    return right.has(`«${key.source}»`) ? `«${key.source}»` : plain(`\${${key.source}}`)
  }
  const left = new Map(ours.entries.map(({ key, value }) => [nameOfKey(key), value]))
  return (
    right.size === left.size &&
    [...left].every(([key, value]) => right.has(key) && agrees(value, right.get(key)!))
  )
}

/** It takes the braces off a text in an interpolation, even where that changes the meaning: then it is no witness. */
const sameText = (ours: Text, theirs: string): boolean =>
  ours.parts.some(part => part.kind !== 'literal' && /^..~?\s*["<]/.test(part.source)) ||
  said(ours.parts) === said(bareParts(theirs))

/** Without white space in what is evaluated, and without what `~` takes. */
const said = (parts: readonly Part[]): string => {
  const taken = parts.map((part, index) => {
    if (part.kind !== 'literal')
      return plain(part.source)
        .replace(/^(..)~/, '$1')
        .replace(/~\}$/, '}')
    const before = parts[index - 1]
    const after = parts[index + 1]
    let { value } = part
    // As far as the end of the line: a template of a heredoc is read line by line.
    if (before !== undefined && before.kind !== 'literal' && before.source.at(-2) === '~')
      value = value.replace(/^[^\S\n]*\n?/, '')
    if (after !== undefined && after.kind !== 'literal' && after.source[2] === '~')
      value = value.replace(/(?:[^\S\n]+|\n)$/, '')
    return `«${value}»`
  })
  return taken.join('').replaceAll('»«', '').replaceAll('«»', '')
}

const plain = (source: string): string => source.replace(/\s+/g, '')

const isSetOfJson = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  value !== null && value !== undefined && typeof value === 'object' && !Array.isArray(value)
