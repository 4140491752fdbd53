/**
 * The places in a module's text that read a value: selections from `config`, through names for parts of it, `inherit` and
 * `with`, calls of a block for a reference, and Terraform references inside strings.
 */
import type { Position } from '../../contracts/diagnostic.js'
import type { Attrs, Call, Expr, Lambda } from '../syntax/ast.js'
import { fromBytes } from '../syntax/bytes.js'
import {
  type Base,
  baseOf,
  extended,
  insideBindings,
  insideLambda,
  insideWith,
  outermost,
  type Scope,
  staticNames,
} from './read-scope.js'
import type { SourceTree } from './source-tree.js'
import { addressOf, referencesIn } from './terraform-references.js'
import { children } from './walk.js'

export interface ReadSite {
  readonly position: Position
  /** What is read there, from the option on. */
  readonly path: readonly string[]
}

/** The submodule that a path goes into. */
export interface Submodule {
  /** The names of the option that holds it: a submodule's own `config` speaks of what comes after them. */
  readonly holder: readonly string[]
  /** Where the option inside is declared. */
  readonly declarations: readonly Position[]
}

/** The places that read `path`, a part of it, or a set that it is in (but not the whole of `config`), as the text says. */
export const readSites = (
  tree: SourceTree,
  path: readonly string[],
  submodule?: Submodule,
): readonly ReadSite[] => {
  const sites: (ReadSite & { readonly within?: Lambda })[] = []
  /** Functions that are submodules of the holder, as far as the text says. */
  const ours = new Set<Lambda>()
  const address = addressOf(path)
  const add = (at: number, { path: read, submodule: within }: Base) => {
    if (read.length === 0 || (within !== undefined && submodule === undefined)) return
    const [first, last] = within === undefined ? [0, 0] : [submodule!.holder.length, path.length - 1]
    for (let from = first; from <= last; from++)
      if (overlap(read, path.slice(from))) {
        const site = { position: tree.source.position(at), path: [...path.slice(0, from), ...read] }
        sites.push(within === undefined ? site : { ...site, within })
        return
      }
  }
  const declaredHere = (name: string, at: number): boolean => {
    if (submodule === undefined || fromBytes(name) !== path.at(-1)) return false
    const { file, line, column } = tree.source.position(at)
    return submodule.declarations.some(one => one.file === file && one.line === line && one.column === column)
  }
  /** Which submodules are the holder's: those that declare the option, and those in the holder's own declaration. */
  const learn = (set: Attrs, { modules }: Scope) => {
    for (const [name, entry] of set.entries)
      if (declaredHere(name, entry.at)) for (const lambda of modules.slice(1)) ours.add(lambda)
  }
  const learnInline = (lambda: Lambda, { trail, modules }: Scope) => {
    const holder = ['options', ...(submodule?.holder ?? [])]
    if (
      modules.length === 1 &&
      submodule !== undefined &&
      holder.every((name, index) => trail[index] === name)
    )
      ours.add(lambda)
  }
  const addReferences = (at: number, text: string, whole: boolean) => {
    if (address === undefined) return
    for (const read of referencesIn(text, address, whole)) add(at, { path: read })
  }

  /** What of an expression remains to be looked at. */
  const visit = (expr: Expr, scope: Scope): readonly Step[] => {
    const here = (exprs: readonly Expr[]): readonly Step[] => exprs.map(one => [one, scope])
    switch (expr.kind) {
      case 'lambda': {
        const inner = insideLambda(expr, scope)
        learnInline(expr, scope)
        return children(expr).map(one => [one, inner])
      }
      case 'let': {
        const inner = insideBindings(expr.attrs, scope)
        return [...ofBindings(expr.attrs, inner), [expr.body, inner]]
      }
      case 'with': {
        const whole = baseOf(expr.scope, scope)
        return [
          ...(whole === undefined ? here([expr.scope]) : []),
          [expr.body, insideWith(expr.scope, scope)],
        ]
      }
      case 'attrs':
        return ofSet(expr, expr.recursive ? insideBindings(expr, scope) : scope, scope)
      case 'call':
        return here(ofCall(expr, scope))
      case 'hasAttr':
      case 'select': {
        const base = baseOf(expr.target, scope)
        if (base === undefined) return here(children(expr))
        add(expr.target.at, extended(base, staticNames(expr.path)))
        return here(children(expr).slice(1))
      }
      case 'variable': {
        const base = baseOf(expr, scope)
        if (base !== undefined) add(expr.at, base)
        return []
      }
      case 'string':
        addReferences(expr.at, fromBytes(expr.value), false)
        return []
      default:
        return here(children(expr))
    }
  }

  /** A binding that only gives a part of `config` a name reads nothing yet. */
  const ofBindings = ({ entries, dynamic, inheritFrom }: Attrs, scope: Scope): readonly Step[] => {
    const values = [...entries.values()].flatMap(entry => (entry.kind === 'plain' ? [entry.value] : []))
    const others = dynamic.flatMap(({ name, value }) => [name, value])
    return [...values, ...inheritFrom]
      .filter(value => baseOf(value, scope) === undefined)
      .concat(others)
      .map(one => [one, scope])
  }

  const ofSet = (set: Attrs, inner: Scope, outer: Scope): readonly Step[] => {
    learn(set, inner)
    const steps: Step[] = set.dynamic.flatMap(({ name, value }): Step[] => [
      [name, inner],
      [value, inner],
    ])
    const bases = set.inheritFrom.map(from => baseOf(from, inner))
    for (const [index, from] of set.inheritFrom.entries())
      if (bases[index] === undefined) steps.push([from, inner])
    for (const [name, entry] of set.entries) {
      if (entry.kind === 'plain')
        steps.push([entry.value, { ...inner, trail: [...inner.trail, fromBytes(name)] }])
      else if (entry.kind === 'inherit') steps.push([entry.value, outer])
      else {
        const base = bases[entry.from]
        if (base !== undefined) add(entry.at, extended(base, [fromBytes(name)]))
      }
    }
    return steps
  }

  /** `config.resource.aws_vpc.main "id"`, `lib.tf.ref "aws_vpc.main.id"`. */
  const ofCall = (expr: Call, scope: Scope): readonly Expr[] => {
    const [argument] = expr.args
    if (argument?.kind !== 'string') return children(expr)
    const text = fromBytes(argument.value)
    const block =
      expr.callee.kind === 'select' || expr.callee.kind === 'variable'
        ? baseOf(expr.callee, scope)
        : undefined
    if (block !== undefined) {
      add(expr.callee.at, extended(block, text.split('.')))
      return expr.args.slice(1)
    }
    if (!isReference(expr)) return children(expr)
    addReferences(argument.at, text, true)
    return [expr.callee, ...expr.args.slice(1)]
  }

  const waiting: Step[] = [[tree.root, outermost]]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) waiting.push(...visit(...next))
  return sites
    .filter(({ within }) => within === undefined || ours.has(within))
    .map(({ position, path: read }) => ({ position, path: read }))
    .toSorted((a, b) => a.position.line - b.position.line || a.position.column - b.position.column)
}

type Step = readonly [Expr, Scope]

const isReference = ({ callee }: Call): boolean => {
  const name =
    callee.kind === 'select' ? callee.path.at(-1)?.name : callee.kind === 'variable' ? callee.name : undefined
  return name === 'ref' || name === 'tfRef'
}

const overlap = (read: readonly string[], path: readonly string[]): boolean => {
  const shared = Math.min(read.length, path.length)
  return read.slice(0, shared).every((name, index) => name === path[index])
}
