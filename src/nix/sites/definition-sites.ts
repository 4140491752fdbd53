/**
 * The places in a module's text that define a path: what remains to be said of a definition that the evaluation has
 * dropped without a trace, and of one that it kept, the functions around it (`mkIf config.production`, `mkForce`).
 *
 * Only what is written out is seen: a set that a function makes has no place of its own here.
 */
import type { Position } from '../../contracts/diagnostic.js'
import type { AttrName, Attrs, Call, Expr } from '../syntax/ast.js'
import { fromBytes, toBytes } from '../syntax/bytes.js'
import { firstArgument, type SourceTree } from './source-tree.js'

export interface DefinitionSite {
  /** Where the binding starts, as Nix positions attributes. */
  readonly position: Position
  /** The conditions that it stands under, outermost first, as they are written. */
  readonly conditions: readonly string[]
  /** The function that gives it a priority, and the number. */
  readonly priority?: { readonly function: string; readonly number: number | undefined }
}

/** Names of attributes, and places in lists, counted from 0. */
export type SitePath = readonly (string | number)[]

/**
 * All places that define `path`, in the order of the text. An element of a list may be named as the module system does
 * too, `[definition 1-entry 2]`.
 */
export const definitionSites = (tree: SourceTree, path: SitePath): readonly DefinitionSite[] => {
  const sites: DefinitionSite[] = []
  const names = path.map(step => (typeof step === 'string' ? (listEntry(step) ?? toBytes(step)) : step))
  visitModule(tree.root, names, { tree, conditions: [], found: site => sites.push(site) })
  return sites.toSorted((a, b) => a.position.line - b.position.line || a.position.column - b.position.column)
}

interface Context {
  readonly tree: SourceTree
  readonly conditions: readonly string[]
  readonly priority?: DefinitionSite['priority']
  /** Where the innermost binding on the path so far starts. */
  readonly binding?: number
  readonly found: (site: DefinitionSite) => void
}

/** A module's top level: the path stands under `config`, or right there, or in a module that is written as an import. */
const visitModule = (expr: Expr, path: SitePath, context: Context): void =>
  unwrap(expr, context, (set, inner) => {
    const imports = set.entries.get('imports')
    if (imports?.kind === 'plain') for (const item of items(imports.value)) visitModule(item, path, inner)
    visitMember(set, path, inner)
    if (path[0] !== 'config') visitMember(set, ['config', ...path], inner)
  })

const visit = (expr: Expr, path: SitePath, context: Context): void => {
  const [step, ...rest] = path
  if (step === undefined) reached(expr, context)
  else if (typeof step === 'number') visitElement(expr, step, rest, context)
  else unwrap(expr, context, (set, inner) => visitMember(set, path, inner))
}

/** How the module system names an element of a list, `[definition 1-entry 2]`: its index. */
const listEntry = (step: string): number | undefined => {
  const [, entry] = /^\[definition \d+-entry (\d+)\]$/.exec(step) ?? []
  return entry === undefined ? undefined : Number(entry) - 1
}

/** Which of several lists is meant is not known: an element of any of them may be it. */
const visitElement = (expr: Expr, place: number, path: SitePath, context: Context): void => {
  if (isList(expr)) {
    const item = items(expr)[place]
    if (item !== undefined) visit(item, path, { ...context, binding: item.at })
  } else if (!unwrapCall(expr, context, (inner, changed) => visitElement(inner, place, path, changed)))
    for (const inner of around(expr)) visitElement(inner, place, path, context)
}

const isList = (expr: Expr): boolean =>
  expr.kind === 'list' || (expr.kind === 'operation' && expr.operator === '++')

const visitMember = (set: Attrs, [name, ...rest]: SitePath, context: Context): void => {
  const entry = typeof name === 'string' ? set.entries.get(name) : undefined
  if (entry === undefined) return
  const inner = { ...context, binding: entry.at }
  if (entry.kind === 'plain') visit(entry.value, rest, inner)
  else if (rest.length === 0) reached(undefined, inner)
}

/** At the end of the path: what is left is functions around the value. */
const reached = (expr: Expr | undefined, context: Context): void => {
  if (expr === undefined || !unwrapCall(expr, context, reached)) report(context)
}

const report = ({ tree, conditions, priority, binding, found }: Context): void => {
  if (binding === undefined) return
  found({
    position: tree.source.position(binding),
    conditions,
    ...(priority === undefined ? {} : { priority }),
  })
}

/** Goes through what stands around a set: functions, bindings, properties of the module system, updates. */
const unwrap = (expr: Expr, context: Context, then: (set: Attrs, context: Context) => void): void => {
  if (expr.kind === 'attrs') then(expr, context)
  else if (!unwrapCall(expr, context, (inner, changed) => unwrap(inner, changed, then)))
    for (const inner of around(expr)) unwrap(inner, context, then)
}

/** The expressions that the value of another one is made of. */
const around = (expr: Expr): readonly Expr[] => {
  switch (expr.kind) {
    case 'lambda':
    case 'let':
    case 'with':
    case 'assert':
      return [expr.body]
    case 'if':
      return [expr.yes, expr.no]
    case 'operation':
      return expr.operator === '//' ? [expr.left, expr.right] : []
    default:
      return []
  }
}

const priorities: Readonly<Record<string, number>> = { mkDefault: 1000, mkForce: 50, mkVMOverride: 10 }

/** The properties of the module system. False: it is something else. */
const unwrapCall = (expr: Expr, context: Context, go: (inner: Expr, context: Context) => void): boolean => {
  if (expr.kind !== 'call') return false
  const name = calleeName(expr)
  const last = expr.args.at(-1)
  if (name === undefined || last === undefined) return false
  if (name === 'mkMerge') {
    for (const item of items(last)) go(item, context)
  } else if (name === 'mkIf' || name === 'optionalAttrs') {
    if (expr.args.length < 2) return false
    const condition = firstArgument(context.tree, expr.at)
    const text = condition === undefined ? '' : ` ${condition}`
    go(last, { ...context, conditions: [...context.conditions, `${name}${text}`] })
  } else if (name === 'mkOverride') {
    const [first] = expr.args
    const number = first?.kind === 'integer' ? Number(first.value) : undefined
    go(last, { ...context, priority: { function: name, number } })
  } else if (Object.hasOwn(priorities, name))
    go(last, { ...context, priority: { function: name, number: priorities[name] } })
  else if (name === 'mkBefore' || name === 'mkAfter' || name === 'mkOrder') go(last, context)
  else return false
  return true
}

/** `f` of `f x`, `lib.f x`, `lib.modules.f x`. */
const calleeName = ({ callee }: Call): string | undefined => {
  if (callee.kind === 'variable') return fromBytes(callee.name)
  if (callee.kind !== 'select') return undefined
  const last: AttrName | undefined = callee.path.at(-1)
  return last?.name === undefined ? undefined : fromBytes(last.name)
}

const items = (expr: Expr): readonly Expr[] => {
  if (expr.kind === 'list') return expr.items
  return expr.kind === 'operation' && expr.operator === '++'
    ? [...items(expr.left), ...items(expr.right)]
    : []
}
