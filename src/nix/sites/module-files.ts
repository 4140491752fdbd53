/** Which files make up a project, as their texts say: from the entries along the paths that they name. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fromBytes } from '../syntax/bytes.js'
import { type SourceTree, sourceTree } from './source-tree.js'
import { forEachExpression } from './walk.js'

const most = 500

/**
 * Path literals lead from file to file; what can't be read or parsed is left out. Sorted by how they are met. `alone`:
 * the entries and nothing else.
 */
export const moduleFiles = (
  entries: readonly string[],
  { alone = false }: { readonly alone?: boolean } = {},
): ReadonlyMap<string, SourceTree> => {
  const trees = new Map<string, SourceTree>()
  const met = new Set<string>()
  const waiting = [...entries]
  for (let next = waiting.shift(); next !== undefined && met.size < most; next = waiting.shift()) {
    const file = nixFile(next)
    if (file === undefined || met.has(file)) continue
    met.add(file)
    const text = readable(file)
    const tree = text === undefined ? undefined : sourceTree(file, text)
    if (tree === undefined) continue
    trees.set(file, tree)
    if (alone) continue
    forEachExpression(tree.root, expr => {
      if (expr.kind === 'path' && !expr.home) waiting.push(fromBytes(expr.path))
    })
  }
  return trees
}

const readable = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** A folder stands for its default.nix, as in `imports`. */
const nixFile = (path: string): string | undefined => {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat?.isDirectory()) return nixFile(join(path, 'default.nix'))
  return stat?.isFile() && path.endsWith('.nix') ? path : undefined
}
