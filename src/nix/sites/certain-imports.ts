/**
 * What a module's text says it imports whatever its values are: the paths written out in its `imports`. The module system
 * loads them before it looks at anything else, those of disabled modules as well (nixpkgs, lib/modules.nix,
 * collectStructuredModules).
 */
import type { Attrs, Expr } from '../syntax/ast.js'
import { fromBytes } from '../syntax/bytes.js'

export interface CertainImport {
  /** Absolute. */
  readonly path: string
  /** Offset of the path. */
  readonly at: number
  /** Whether it is loaded as a module: else `import` reads it, for what is made of it. */
  readonly isModule: boolean
}

/** In the order of the text. Of a module in an unusual form none: it may fail before, or stand for something else. */
export const certainImports = (root: Expr): readonly CertainImport[] => {
  const set = moduleSet(root)
  const imports = set?.entries.get('imports')
  if (set === undefined || imports?.kind !== 'plain' || !isUsual(set)) return []
  return items(imports.value).flatMap(one => importOf(one) ?? [])
}

/** Of what the module system calls or takes as it is; arguments come with more than are asked for. */
const moduleSet = (root: Expr): Attrs | undefined => {
  let body = root
  if (body.kind === 'lambda') {
    if (body.formals !== undefined && !body.formals.ellipsis) return undefined
    body = body.body
  }
  while (body.kind === 'let' || body.kind === 'with') body = body.body
  return body.kind === 'attrs' ? body : undefined
}

/** What a module may have that says `config` or `options` (nixpkgs lib/modules.nix, unifyModuleSyntax). */
export const longFormNames = [
  '_class',
  '_file',
  'config',
  'disabledModules',
  'freeformType',
  'imports',
  'key',
  'meta',
  'options',
]

/** Without a name that is computed, a class or type of its own, or what is refused beside `config` and `options`. */
const isUsual = ({ entries, dynamic }: Attrs): boolean => {
  if (dynamic.length > 0 || entries.has('_type') || entries.has('_class')) return false
  const isLong = entries.has('config') || entries.has('options')
  return !isLong || [...entries.keys()].every(name => longFormNames.includes(name))
}

const items = (expr: Expr): readonly Expr[] => {
  if (expr.kind === 'list') return expr.items
  return expr.kind === 'operation' && expr.operator === '++'
    ? [...items(expr.left), ...items(expr.right)]
    : []
}

const importOf = (expr: Expr): CertainImport | undefined => {
  if (expr.kind === 'path')
    return expr.home ? undefined : { path: fromBytes(expr.path), at: expr.at, isModule: true }
  if (expr.kind !== 'call' || expr.callee.kind !== 'variable' || expr.callee.name !== 'import')
    return undefined
  // Nothing but the builtin: a name of the text would be in a slot.
  if (expr.callee.where.kind !== 'global') return undefined
  const [path] = expr.args
  return path?.kind === 'path' && !path.home
    ? { path: fromBytes(path.path), at: path.at, isModule: expr.args.length === 1 }
    : undefined
}
