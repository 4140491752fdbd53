/**
 * What `a.b.c = 1;` and `inherit x;` do to the set that they stand in: nested paths open sets on the way, a set defined
 * twice is merged, everything else that is defined twice is an error.
 */
import type { AttrName, Attrs, Entry, Expr, Lambda } from './ast.js'
import { fromBytes } from './bytes.js'
import { SyntaxFailure } from './failure.js'
import { Pos, type Source } from './source.js'

export const emptyAttrs = (at: number, recursive = false): Attrs => ({
  kind: 'attrs',
  at,
  recursive,
  entries: new Map(),
  dynamic: [],
  inheritFrom: [],
})

const duplicate = (source: Source, path: string, at: number, before: number): SyntaxFailure =>
  new SyntaxFailure(
    'nix-syntax',
    `attribute '${fromBytes(path)}' already defined at ${new Pos(source, before)}`,
    new Pos(source, at),
  )

/** A function takes the name that it is defined as; so do the functions that it returns. */
const nameFunctions = (expr: Expr, name: string): void => {
  let current: Expr = expr
  while (current.kind === 'lambda') {
    ;(current as Lambda).name = name
    current = current.body
  }
}

const showPath = (path: readonly AttrName[]): string =>
  path.map(part => (part.name === undefined ? '"${...}"' : part.name)).join('.')

/** Adds `path = value;` at `at`. Throws a SyntaxFailure for what is defined already. */
export const addBinding = (
  source: Source,
  set: Attrs,
  path: readonly AttrName[],
  value: Expr,
  at: number,
): void => {
  let inner = set
  for (let i = 0; i < path.length - 1; i++) {
    const part = path[i]!
    const opened = emptyAttrs(at)
    if (part.name === undefined) {
      inner.dynamic.push({ at, name: part.expr, value: opened })
      inner = opened
      continue
    }
    const existing = inner.entries.get(part.name)
    if (existing === undefined) {
      inner.entries.set(part.name, { kind: 'plain', at, value: opened })
      inner = opened
    } else if (existing.kind === 'plain' && existing.value.kind === 'attrs') inner = existing.value
    else throw duplicate(source, showPath(path.slice(0, i + 1)), at, existing.at)
  }
  const last = path[path.length - 1]!
  if (last.name === undefined) inner.dynamic.push({ at, name: last.expr, value })
  else addEntry(source, inner, path, last.name, { kind: 'plain', at, value })
}

/** Adds one name of an `inherit`. */
export const addInherited = (source: Source, set: Attrs, name: string, entry: Entry): void => {
  const existing = set.entries.get(name)
  if (existing) throw duplicate(source, name, entry.at, existing.at)
  set.entries.set(name, entry)
}

const addEntry = (
  source: Source,
  set: Attrs,
  path: readonly AttrName[],
  name: string,
  entry: Entry,
): void => {
  const existing = set.entries.get(name)
  if (existing === undefined) {
    set.entries.set(name, entry)
    if (entry.kind === 'plain') nameFunctions(entry.value, name)
    return
  }
  const into = existing.kind === 'plain' && existing.value.kind === 'attrs' ? existing.value : undefined
  const from = entry.kind === 'plain' && entry.value.kind === 'attrs' ? entry.value : undefined
  if (!into || !from) throw duplicate(source, showPath(path), entry.at, existing.at)
  // As in Nix, the first set's `rec` (or its absence) holds for both.
  const shift = into.inheritFrom.length
  for (const [key, moved] of from.entries) {
    if (moved.kind === 'inheritFrom') moved.from += shift
    addEntry(source, into, [...path, { name: key, at: moved.at }], key, moved)
  }
  into.dynamic.push(...from.dynamic)
  into.inheritFrom.push(...from.inheritFrom)
}
