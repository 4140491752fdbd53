/** Which names in a module's text stand for `config`, or a part of it, at a place of that text. */
import type { AttrName, Attrs, Expr, Lambda } from '../syntax/ast.js'
import { fromBytes } from '../syntax/bytes.js'

/** A part of `config`. */
export interface Base {
  /** From the option on. */
  readonly path: readonly string[]
  /** The submodule whose own `config` it is. */
  readonly submodule?: Lambda
}

export interface Scope {
  /** By name; null: the name is bound to something else. */
  readonly names: ReadonlyMap<string, Base | null>
  /** Of the `with`s around. */
  readonly withs: readonly Base[]
  /** The functions around that take a `config`, outermost first: a module, then submodules. */
  readonly modules: readonly Lambda[]
  /** The names of the attributes around, from the innermost such function on. */
  readonly trail: readonly string[]
}

/** A text may be a part of a module: `config` is what modules call so. */
export const outermost: Scope = {
  names: new Map([['config', { path: [] }]]),
  withs: [],
  modules: [],
  trail: [],
}

/** The part of `config` that an expression is. */
export const baseOf = (expr: Expr, scope: Scope): Base | undefined => {
  if (expr.kind === 'variable') return named(expr.name, scope)
  if (expr.kind !== 'select' || expr.target.kind !== 'variable') return undefined
  const base = named(expr.target.name, scope)
  return base === undefined ? undefined : extended(base, staticNames(expr.path))
}

const named = (name: string, { names, withs }: Scope): Base | undefined => {
  const known = names.get(name)
  if (known !== undefined) return known ?? undefined
  const around = withs.at(-1)
  return around === undefined ? undefined : extended(around, [fromBytes(name)])
}

export const extended = (base: Base, names: readonly string[]): Base => ({
  ...base,
  path: [...base.path, ...names],
})

/** A dynamic name ends what is known of the path. */
export const staticNames = (path: readonly AttrName[]): readonly string[] => {
  const names: string[] = []
  for (const { name } of path) {
    if (name === undefined) break
    names.push(fromBytes(name))
  }
  return names
}

/** Inside a function: the first one that takes a `config` is the module, one further in a submodule. */
export const insideLambda = (lambda: Lambda, scope: Scope): Scope => {
  const { argument, formals } = lambda
  const names = new Map(scope.names)
  if (argument !== undefined) names.set(argument, null)
  for (const { name } of formals?.list ?? []) names.set(name, null)
  if (!formals?.list.some(({ name }) => name === 'config')) return { ...scope, names }
  names.set('config', { path: [], ...(scope.modules.length === 0 ? {} : { submodule: lambda }) })
  return { ...scope, names, modules: [...scope.modules, lambda], trail: [] }
}

/** Inside a `let`, or a `rec` set: `cfg = config.web;` and `inherit (config) web;` make names for parts. */
export const insideBindings = ({ entries, inheritFrom }: Attrs, outer: Scope): Scope => {
  const names = new Map(outer.names)
  for (const [name, entry] of entries) if (entry.kind !== 'inherit') names.set(name, null)
  const scope = { ...outer, names }
  // Twice: a name may stand for a part of what a later one stands for.
  for (let round = 0; round < 2; round++)
    for (const [name, entry] of entries) {
      const base =
        entry.kind === 'plain'
          ? baseOf(entry.value, scope)
          : entry.kind === 'inheritFrom'
            ? partOf(inheritFrom[entry.from], name, scope)
            : undefined
      if (base !== undefined) names.set(name, base)
    }
  return scope
}

const partOf = (from: Expr | undefined, name: string, scope: Scope): Base | undefined => {
  const base = from === undefined ? undefined : baseOf(from, scope)
  return base === undefined ? undefined : extended(base, [fromBytes(name)])
}

export const insideWith = (from: Expr, scope: Scope): Scope => {
  const base = baseOf(from, scope)
  return base === undefined ? scope : { ...scope, withs: [...scope.withs, base] }
}
