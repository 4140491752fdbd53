/** Where the modules of a project name a file: for errors of which Nix tells only the file. */
import type { Label, Position } from '../contracts/diagnostic.js'
import { moduleFiles } from '../nix/sites/module-files.js'
import type { SourceTree } from '../nix/sites/source-tree.js'
import { forEachExpression } from '../nix/sites/walk.js'
import { fromBytes } from '../nix/syntax/bytes.js'
import type { Entry } from './entry.js'

interface PathLiteral {
  /** Absolute. */
  readonly path: string
  readonly position: Position
}

const literalsOf = ({ root, source }: SourceTree): readonly PathLiteral[] => {
  const found: { path: string; at: number }[] = []
  forEachExpression(root, expr => {
    if (expr.kind === 'path' && !expr.home) found.push({ path: fromBytes(expr.path), at: expr.at })
  })
  return found
    .toSorted((a, b) => a.at - b.at)
    .map(({ path, at }) => ({ path, position: source.position(at) }))
}

const literalsByFile = (entries: readonly Entry[]): ReadonlyMap<string, readonly PathLiteral[]> => {
  const trees = moduleFiles(entries.flatMap(entry => (entry.kind === 'file' ? [entry.path] : [])))
  return new Map([...trees].map(([file, tree]) => [file, literalsOf(tree)]))
}

/** A folder that is imported stands for its default.nix. */
const names = (literal: PathLiteral, path: string): boolean =>
  literal.path === path || `${literal.path}/default.nix` === path

/** The places in the project's modules that name a file, in the order in which the modules are met. */
export const placesNaming = (path: string, entries: readonly Entry[]): readonly Position[] =>
  [...literalsByFile(entries).values()].flat().flatMap(one => (names(one, path) ? [one.position] : []))

/** Files that name each other in a ring, at the places where they do; empty where there is no ring. */
export const ringOfFiles = (entries: readonly Entry[]): readonly Label[] => {
  const literals = literalsByFile(entries)
  const done = new Set<string>()
  const search = (file: string, way: readonly string[], labels: readonly Label[]): readonly Label[] => {
    const start = way.indexOf(file)
    if (start >= 0) return labels.slice(start)
    if (done.has(file)) return []
    for (const literal of literals.get(file) ?? []) {
      const next = [...literals.keys()].find(other => names(literal, other))
      if (next === undefined) continue
      const ring = search(next, [...way, file], [...labels, { position: literal.position }])
      if (ring.length > 0) return ring
    }
    done.add(file)
    return []
  }
  for (const file of literals.keys()) {
    const ring = search(file, [], [])
    if (ring.length > 0) return ring
  }
  return []
}
