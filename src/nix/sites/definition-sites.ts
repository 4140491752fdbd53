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
  /** Where the bindings on the way to it start, its own last. */
  readonly enclosing: readonly Position[]
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
  visitModule(tree.root, names, { tree, conditions: [], bindings: [], found: site => sites.push(site) })
  return sites.toSorted((a, b) => a.position.line - b.position.line || a.position.column - b.position.column)
}

interface Context {
  readonly tree: SourceTree
  readonly conditions: readonly string[]
  readonly priority?: DefinitionSite['priority']
  /** Where the bindings on the path so far start. */
  readonly bindings: readonly number[]
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
    if (item !== undefined) visit(item, path, { ...context, bindings: [...context.bindings, item.at] })
  } else if (!unwrapCall(expr, context, (inner, changed) => visitElement(inner, place, path, changed)))
    for (const inner of around(expr)) visitElement(inner, place, path, context)
}

const isList = (expr: Expr): boolean =>
  expr.kind === 'list' || (expr.kind === 'operation' && expr.operator === '++')

const visitMember = (set: Attrs, [name, ...rest]: SitePath, context: Context): void => {
  const entry = typeof name === 'string' ? set.entries.get(name) : undefined
  if (entry === undefined) return
  const inner = { ...context, bindings: [...context.bindings, entry.at] }
  if (entry.kind === 'plain') visit(entry.value, rest, inner)
  else if (rest.length === 0) reached(undefined, inner)
}

/** At the end of the path: what is left is functions around the value. */
const reached = (expr: Expr | undefined, context: Context): void => {
  if (expr === undefined || !unwrapCall(expr, context, reached)) report(context)
}

const report = ({ tree, conditions, priority, bindings, found }: Context): void => {
  const enclosing = bindings.map(at => tree.source.position(at))
  const position = enclosing.at(-1)
  if (position === undefined) return
  found({ position, conditions, enclosing, ...(priority === undefined ? {} : { priority }) })
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

const priorities: Readonly<Record<string, number>> = {
  mkOptionDefault: 1500,
  mkDefault: 1000,
  mkImageMediaOverride: 60,
  mkForce: 50,
  mkVMOverride: 10,
}

/** A call of a function of the module system, as far as it says something of its last argument, the content. */
export interface Property extends Partial<Pick<DefinitionSite, 'priority'>> {
  readonly content: Expr
  readonly condition?: string
  /** The content is a list of parts. */
  readonly isMerge?: true
}

/** Undefined: it is something else. */
export const propertyOf = (expr: Expr, tree: SourceTree): Property | undefined => {
  if (expr.kind !== 'call') return undefined
  const name = calleeName(expr)
  const content = expr.args.at(-1)
  if (name === undefined || content === undefined) return undefined
  if (name === 'mkIf' || name === 'optionalAttrs') {
    if (expr.args.length < 2) return undefined
    const condition = firstArgument(tree, expr.at)
    return { content, condition: `${name}${condition === undefined ? '' : ` ${condition}`}` }
  }
  if (name === 'mkOverride') {
    const [first] = expr.args
    const number = first?.kind === 'integer' ? Number(first.value) : undefined
    return { content, priority: { function: name, number } }
  }
  if (Object.hasOwn(priorities, name))
    return { content, priority: { function: name, number: priorities[name] } }
  if (name === 'mkMerge') return { content, isMerge: true }
  return name === 'mkBefore' || name === 'mkAfter' || name === 'mkOrder' ? { content } : undefined
}

/** The properties of the module system. False: it is something else. */
const unwrapCall = (expr: Expr, context: Context, go: (inner: Expr, context: Context) => void): boolean => {
  const property = propertyOf(expr, context.tree)
  if (property === undefined) return false
  const { content, condition, priority, isMerge } = property
  if (isMerge) for (const item of items(content)) go(item, context)
  else
    go(content, {
      ...context,
      ...(condition === undefined ? {} : { conditions: [...context.conditions, condition] }),
      ...(priority === undefined ? {} : { priority }),
    })
  return true
}

/** `f` of `f x`, `lib.f x`, `lib.modules.f x`. */
export const calleeName = ({ callee }: Call): string | undefined => {
  if (callee.kind === 'variable') return fromBytes(callee.name)
  if (callee.kind !== 'select') return undefined
  const last: AttrName | undefined = callee.path.at(-1)
  return last?.name === undefined ? undefined : fromBytes(last.name)
}

/** The elements of a list that is written out. */
export const items = (expr: Expr): readonly Expr[] => {
  if (expr.kind === 'list') return expr.items
  return expr.kind === 'operation' && expr.operator === '++'
    ? [...items(expr.left), ...items(expr.right)]
    : []
}
