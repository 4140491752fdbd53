/** The places in a module's text that hand on the definitions of one option to another: `mkRenamedOptionModule [ … ] [ … ]`. */
import type { Position } from '../../contracts/diagnostic.js'
import type { Expr } from '../syntax/ast.js'
import { fromBytes } from '../syntax/bytes.js'
import { calleeName } from './definition-sites.js'
import type { SourceTree } from './source-tree.js'
import { forEachExpression } from './walk.js'

const functions: ReadonlySet<string> = new Set([
  'mkAliasOptionModule',
  'mkAliasOptionModuleMD',
  'mkChangedOptionModule',
  'mkRenamedOptionModule',
])

/** Where definitions come to `path`, or to what it lies in, from another option. Undefined: nowhere, as far as is written out. */
export const renameTo = (tree: SourceTree, path: readonly string[]): Position | undefined => {
  let found: number | undefined
  forEachExpression(tree.root, expr => {
    if (expr.kind !== 'call' || !functions.has(calleeName(expr) ?? '')) return
    const to = strings(expr.args[1])
    if (to !== undefined && to.length <= path.length && to.every((name, index) => name === path[index]))
      found = expr.at
  })
  return found === undefined ? undefined : tree.source.position(found)
}

const strings = (expr: Expr | undefined): readonly string[] | undefined => {
  if (expr?.kind !== 'list') return undefined
  const names = expr.items.map(item => (item.kind === 'string' ? fromBytes(item.value) : undefined))
  return names.every(name => name !== undefined) ? names : undefined
}
