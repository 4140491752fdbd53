/**
 * Static resolution: every variable learns where its value will be (which frame up, which slot), so that evaluation
 * never looks a name up except behind `with`. A name that is nowhere is an error here, before anything is evaluated, as
 * in Nix.
 *
 * Frames, from the inside out: a function has one for its argument and formals, a `let` and a recursive set one for
 * their names, a `with` one for its set. Slot 0 of a frame is the frame around it.
 */
import type { Attrs, Expr, Variable, Where } from './ast.js'
import { SyntaxFailure } from './failure.js'
import { Pos, type Source } from './source.js'
import { suggest } from './suggest.js'

interface Scope {
  readonly up: Scope | undefined
  /** Slots by name; undefined for a `with`. */
  readonly slots: ReadonlyMap<string, number> | undefined
}

/** Names of the outermost scope. */
export interface Globals {
  has(name: string): boolean
}

const scopeOf = (names: Iterable<string>, up: Scope | undefined): Scope => {
  const slots = new Map<string, number>()
  for (const name of names) slots.set(name, slots.size + 1)
  return { up, slots }
}

/** The slots of a function's frame, in order from 1. */
export const functionSlots = (lambda: {
  argument: string | undefined
  formals: { list: readonly { name: string }[] } | undefined
}): string[] => {
  const names = lambda.argument === undefined ? [] : [lambda.argument]
  for (const formal of lambda.formals?.list ?? []) names.push(formal.name)
  return names
}

/**
 * Resolves every variable of `root`.
 *
 * @param outer names of a frame outside of the text (`scopedImport`)
 * @param onUndefined what to do about an undefined variable; by default it is thrown
 * @throws SyntaxFailure for an undefined variable
 */
export const resolve = (
  root: Expr,
  source: Source,
  globals: Globals,
  outer: readonly string[] | undefined,
  onUndefined: (failure: SyntaxFailure) => void = failure => {
    throw failure
  },
): void => {
  const find = (name: string, scope: Scope | undefined): Where | undefined => {
    let depth = 0
    let withs: number[] | undefined
    for (let s = scope; s; s = s.up, depth++) {
      if (s.slots === undefined) {
        withs ??= []
        withs.push(depth)
      } else {
        const index = s.slots.get(name)
        if (index !== undefined) return { kind: 'slot', depth, index }
      }
    }
    if (globals.has(name)) return { kind: 'global' }
    return withs && { kind: 'with', depths: withs }
  }

  const bind = (variable: Variable, scope: Scope | undefined): void => {
    const where = find(variable.name, scope)
    if (where !== undefined) variable.where = where
    else
      onUndefined(
        new SyntaxFailure(
          'nix-undefined-variable',
          `undefined variable '${variable.name}'`,
          new Pos(source, variable.at),
          suggest(variable.name, visible(scope)),
        ),
      )
  }

  /** The user's own definition of a name that an operator calls, if there is one. */
  const override = (name: string, at: number, scope: Scope | undefined): Variable | undefined => {
    const where = find(name, scope)
    if (where === undefined || where.kind !== 'slot') return undefined
    return { kind: 'variable', at, name, where }
  }

  const attrs = (set: Attrs, scope: Scope | undefined): Scope | undefined => {
    const inner = set.recursive ? scopeOf(set.entries.keys(), scope) : scope
    entries(set, inner, scope)
    return inner
  }

  const entries = (set: Attrs, inner: Scope | undefined, outside: Scope | undefined): void => {
    for (const from of set.inheritFrom) walk(from, inner)
    for (const entry of set.entries.values()) {
      if (entry.kind === 'inherit') bind(entry.value, outside)
      else if (entry.kind === 'plain') walk(entry.value, inner)
    }
    for (const entry of set.dynamic) {
      walk(entry.name, inner)
      walk(entry.value, inner)
    }
  }

  const operatorNames: Readonly<Record<string, string>> = {
    '-': '__sub',
    '*': '__mul',
    '/': '__div',
    '<': '__lessThan',
    '>': '__lessThan',
    '<=': '__lessThan',
    '>=': '__lessThan',
  }

  const walk = (expr: Expr, scope: Scope | undefined): void => {
    switch (expr.kind) {
      case 'variable':
        bind(expr, scope)
        return
      case 'interpolation':
      case 'pathInterpolation':
        for (const part of expr.parts) walk(part.expr, scope)
        return
      case 'searchPath':
        bind(expr.findFile, scope)
        bind(expr.nixPath, scope)
        return
      case 'list':
        for (const item of expr.items) walk(item, scope)
        return
      case 'attrs':
        attrs(expr, scope)
        return
      case 'let': {
        const inner = scopeOf(expr.attrs.entries.keys(), scope)
        entries(expr.attrs, inner, scope)
        walk(expr.body, inner)
        return
      }
      case 'with':
        walk(expr.scope, scope)
        walk(expr.body, { up: scope, slots: undefined })
        return
      case 'lambda': {
        const inner = scopeOf(functionSlots(expr), scope)
        for (const formal of expr.formals?.list ?? []) if (formal.fallback) walk(formal.fallback, inner)
        walk(expr.body, inner)
        return
      }
      case 'call':
        walk(expr.callee, scope)
        for (const argument of expr.args) walk(argument, scope)
        return
      case 'select':
      case 'hasAttr':
        walk(expr.target, scope)
        for (const part of expr.path) if (part.expr) walk(part.expr, scope)
        if (expr.kind === 'select' && expr.fallback) walk(expr.fallback, scope)
        return
      case 'if':
        walk(expr.condition, scope)
        walk(expr.yes, scope)
        walk(expr.no, scope)
        return
      case 'assert':
        walk(expr.condition, scope)
        walk(expr.body, scope)
        return
      case 'not':
        walk(expr.operand, scope)
        return
      case 'negate': {
        walk(expr.operand, scope)
        const own = override('__sub', expr.at, scope)
        if (own) expr.override = own
        return
      }
      case 'operation': {
        walk(expr.left, scope)
        walk(expr.right, scope)
        const name = operatorNames[expr.operator]
        const own = name === undefined ? undefined : override(name, expr.at, scope)
        if (own) expr.override = own
        return
      }
    }
  }

  walk(root, outer && scopeOf(outer, undefined))
}

function* visible(scope: Scope | undefined): Generator<string> {
  for (let s = scope; s; s = s.up) if (s.slots) yield* s.slots.keys()
}
