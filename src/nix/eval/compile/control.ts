/** `if`, `assert`, `with`, and what else stands alone. */
import type { Expr } from '../../syntax/ast.js'
import { record } from '../attrs.js'
import { callAll } from '../call.js'
import { NixError, withFrame } from '../failure.js'
import { showExpression } from '../show.js'
import { throwDifference } from '../unequal.js'
import type { Code } from '../values.js'
import type { Compiler } from './compiler.js'
import { bool } from './operators.js'

type Of<Kind extends Expr['kind']> = Extract<Expr, { kind: Kind }>

export const compileIf = (c: Compiler, expr: Of<'if'>): Code => {
  const condition = c.code(expr.condition)
  const yes = c.code(expr.yes)
  const no = c.code(expr.no)
  const pos = c.pos(expr.at)
  return env => {
    const value = condition(env)
    if (value === true) return yes(env)
    if (value === false) return no(env)
    return bool(value, pos, 'while evaluating a branch condition') ? yes(env) : no(env)
  }
}

/** A failed `assert a == b` says where the two differ; any other repeats its condition. */
export const compileAssert = (c: Compiler, expr: Of<'assert'>): Code => {
  const condition = c.code(expr.condition)
  const body = c.code(expr.body)
  const pos = c.pos(expr.at)
  const { condition: tested } = expr
  const sides =
    tested.kind === 'operation' && tested.operator === '=='
      ? { left: c.code(tested.left), right: c.code(tested.right) }
      : undefined
  return env => {
    if (bool(condition(env), pos, 'in the condition of the assert statement')) return body(env)
    const text = showExpression(tested)
    if (sides) {
      try {
        throwDifference(sides.left(env), sides.right(env))
      } catch (error) {
        throw withFrame(error, `while evaluating the condition of the assertion '${text}'`, pos)
      }
    }
    throw new NixError('nix-assertion', `assertion '${text}' failed`, pos, true)
  }
}

export const compileWith = (c: Compiler, expr: Of<'with'>): Code => {
  const scope = c.delay(expr.scope)
  const body = c.code(expr.body)
  return env => body([env, scope(env)])
}

export const compileList = (c: Compiler, expr: Of<'list'>): Code => {
  const items = expr.items.map(item => c.delay(item))
  return env => items.map(item => item(env))
}

/** `<name/path>` calls the `__findFile` and `__nixPath` in scope: a file may bring its own. */
export const compileSearchPath = (c: Compiler, expr: Of<'searchPath'>): Code => {
  const findFile = c.code(expr.findFile)
  const nixPath = c.delay(expr.nixPath)
  const pos = c.pos(expr.at)
  return env => callAll(findFile(env), [nixPath(env), expr.path], pos)
}

export const compileCurPos = (c: Compiler, expr: Of<'curPos'>): Code => {
  const { source } = c
  if (!source.isFile) return () => null
  const { line, column } = source.lineAndColumn(expr.at)
  const value = record({ file: source.name, line, column })
  return () => value
}
