/**
 * What stands around a binding of which the place is known: of a definition that Nix has told, the conditions and the
 * function that gives it its priority, as they are written.
 */
import type { Position } from '../../contracts/diagnostic.js'
import type { Expr } from '../syntax/ast.js'
import { fromBytes } from '../syntax/bytes.js'
import { type DefinitionSite, items, type Property, propertyOf } from './definition-sites.js'
import type { SourceTree } from './source-tree.js'
import { children } from './walk.js'

type Around = Pick<DefinitionSite, 'conditions' | 'priority'>

/**
 * The binding of a name that starts at a place; of another name, it is what encloses that. Several are the parts of a
 * `mkMerge`, in their order.
 */
export type SiteFinder = (position: Position, name: string | undefined) => readonly DefinitionSite[]

/** For one file. The text is gone through once, when first asked. */
export const siteFinder = (tree: SourceTree): SiteFinder => {
  let all: ReadonlyMap<string, readonly DefinitionSite[]> | undefined
  return (position, name) => {
    all ??= bindingsOf(tree)
    const at = keyOf(position)
    return (name === undefined ? undefined : all.get(`${at} ${name}`)) ?? all.get(at) ?? []
  }
}

const keyOf = ({ line, column }: Position): string => `${line}:${column}`

/** By place, and by place and name: `a.b = …` is two bindings. Not by recursion, which a deep tree would exhaust. */
const bindingsOf = (tree: SourceTree): ReadonlyMap<string, readonly DefinitionSite[]> => {
  const found = new Map<string, readonly DefinitionSite[]>()
  const waiting: (readonly [Expr, Around])[] = [[tree.root, { conditions: [] }]]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [expr, around] = next
    if (expr.kind === 'attrs')
      for (const [name, entry] of expr.entries) {
        const position = tree.source.position(entry.at)
        const site = { position, enclosing: [position], conditions: around.conditions }
        const parts = entry.kind === 'plain' ? inside(entry.value, around, tree) : [around]
        found.set(
          `${keyOf(position)} ${fromBytes(name)}`,
          parts.map(part => ({ ...site, ...part })),
        )
        if (!found.has(keyOf(position))) found.set(keyOf(position), [site])
      }
    const property = propertyOf(expr, tree)
    for (const child of children(expr))
      waiting.push([child, child === property?.content ? within(property, around) : around])
  }
  return found
}

/** With the functions right around a value, or around each part of it. */
const inside = (value: Expr, around: Around, tree: SourceTree): readonly Around[] => {
  const property = propertyOf(value, tree)
  if (property === undefined) return [around]
  const { content, isMerge } = property
  if (isMerge) return items(content).flatMap(item => inside(item, around, tree))
  return inside(content, within(property, around), tree)
}

const within = ({ condition, priority }: Property, around: Around): Around => ({
  ...around,
  ...(condition === undefined ? {} : { conditions: [...around.conditions, condition] }),
  ...(priority === undefined ? {} : { priority }),
})
