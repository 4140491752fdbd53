/**
 * The places in a module's text that read a value: selections from `config`, through `let` names for parts of it, calls
 * of a block for a reference, and Terraform references inside strings.
 */
import type { Position } from '../../contracts/diagnostic.js'
import type { AttrName, Expr } from '../syntax/ast.js'
import { fromBytes } from '../syntax/bytes.js'
import type { SourceTree } from './source-tree.js'
import { forEachExpression } from './walk.js'

export interface ReadSite {
  readonly position: Position
  /** What is read there, from the option on. */
  readonly path: readonly string[]
}

/** The places that read `path`, a part of it, or a set that it is in (but not the whole of `config`), as the text says. */
export const readSites = (tree: SourceTree, path: readonly string[]): readonly ReadSite[] => {
  const { aliases, bindings } = aliasesOf(tree.root)
  const sites: ReadSite[] = []
  const add = (at: number, read: readonly string[]) => {
    if (read.length > 0 && overlap(read, path)) sites.push({ position: tree.source.position(at), path: read })
  }
  const called = new Set<Expr>()
  forEachExpression(tree.root, expr => {
    if (expr.kind === 'call') {
      const block = selected(expr.callee, aliases)
      const [attribute] = expr.args
      if (block === undefined || attribute?.kind !== 'string') return
      called.add(expr.callee)
      add(expr.callee.at, [...block, ...fromBytes(attribute.value).split('.')])
    } else if (expr.kind === 'select' && !called.has(expr) && !bindings.has(expr)) {
      const read = selected(expr, aliases)
      if (read !== undefined) add(expr.at, read)
    } else if (expr.kind === 'string') {
      const address = addressOf(path)
      if (address !== undefined && mentions(fromBytes(expr.value), address)) add(expr.at, address.path)
    }
  })
  return sites.toSorted((a, b) => a.position.line - b.position.line || a.position.column - b.position.column)
}

const overlap = (read: readonly string[], path: readonly string[]): boolean => {
  const shared = Math.min(read.length, path.length)
  return read.slice(0, shared).every((name, index) => name === path[index])
}

type Aliases = ReadonlyMap<string, readonly string[]>

/**
 * `let cfg = config.web; in`: names of a `let` that stand for a part of `config`, by name wherever it is, and the
 * expressions that they are bound to, which read nothing yet.
 */
const aliasesOf = (root: Expr): { aliases: Aliases; bindings: ReadonlySet<Expr> } => {
  const aliases = new Map<string, readonly string[]>()
  const bindings = new Set<Expr>()
  forEachExpression(root, expr => {
    if (expr.kind !== 'let') return
    for (const [name, entry] of expr.attrs.entries) {
      if (entry.kind !== 'plain') continue
      const path = selected(entry.value, aliases)
      if (path === undefined) continue
      aliases.set(name, path)
      bindings.add(entry.value)
    }
  })
  return { aliases, bindings }
}

/** The path below `config` that an expression selects, or undefined. */
const selected = (expr: Expr, aliases: Aliases): readonly string[] | undefined => {
  if (expr.kind === 'variable') return aliases.get(expr.name)
  if (expr.kind !== 'select') return undefined
  const names = staticNames(expr.path)
  if (names === undefined || expr.target.kind !== 'variable') return undefined
  if (expr.target.name === 'config') return names
  const base = aliases.get(expr.target.name)
  return base === undefined ? undefined : [...base, ...names]
}

/** A dynamic name ends what is known of the path. */
const staticNames = (path: readonly AttrName[]): readonly string[] => {
  const names: string[] = []
  for (const { name } of path) {
    if (name === undefined) break
    names.push(fromBytes(name))
  }
  return names
}

interface Address {
  readonly text: string
  readonly path: readonly string[]
}

/** How a Terraform expression names the block that a path lies in. */
const addressOf = ([option, first, second]: readonly string[]): Address | undefined => {
  if (option === undefined || first === undefined) return undefined
  const named = { variable: 'var', locals: 'local', module: 'module' }[option]
  if (named !== undefined) return { text: `${named}.${first}`, path: [option, first] }
  if (second === undefined) return undefined
  if (option === 'resource') return { text: `${first}.${second}`, path: [option, first, second] }
  return option === 'data' || option === 'ephemeral'
    ? { text: `${option}.${first}.${second}`, path: [option, first, second] }
    : undefined
}

/** Whether a string has the address inside an interpolation, as a whole word. */
const mentions = (text: string, { text: address }: Address): boolean => {
  if (!text.includes('${')) return false
  const at = text.indexOf(address, text.indexOf('${'))
  return at > 0 && !/[\w.-]/.test(text[at - 1]!) && !/[\w-]/.test(text[at + address.length] ?? '')
}
