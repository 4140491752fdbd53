/** From syntax to closures: which form is compiled by which function, and what need not be delayed. */
import type { Expr } from '../../syntax/ast.js'
import { Pos, type Source } from '../../syntax/source.js'
import type { Session } from '../session.js'
import { type Code, type Delayed, NixFloat, NixPath, Thunk, type Value } from '../values.js'
import type { Compiler } from './compiler.js'
import {
  compileAssert,
  compileCurPos,
  compileIf,
  compileList,
  compileSearchPath,
  compileWith,
} from './control.js'
import { compileCall, compileLambda } from './functions.js'
import { compileNegate, compileNot, compileOperation } from './operators.js'
import { compileHasAttr, compileSelect } from './selection.js'
import { compileAttrs, compileLet } from './sets.js'
import { delaySum } from './sums.js'
import { compileInterpolation, compilePathInterpolation } from './text.js'
import { compileVariable, delayVariable } from './variables.js'

/** Lists and sets up to this size are made at once instead of being delayed: their members are delayed anyway. */
const maxEager = 16

const constantOf = (expr: Expr): Value | undefined => {
  switch (expr.kind) {
    case 'integer':
    case 'string':
      return expr.value
    case 'float':
      return new NixFloat(expr.value)
    case 'path':
      return new NixPath(expr.path)
    default:
      return undefined
  }
}

const isCheap = (expr: Expr): boolean => {
  if (expr.kind === 'list') return expr.items.length <= maxEager
  return (
    expr.kind === 'attrs' && !expr.recursive && expr.dynamic.length === 0 && expr.entries.size <= maxEager
  )
}

/** The compiler of one source. */
export const compilerFor = (session: Session, source: Source): Compiler => {
  const c: Compiler = {
    session,
    source,
    pos: at => new Pos(source, at),
    code: expr => compile(c, expr),
    delay: expr => {
      if (isCheap(expr)) return compile(c, expr)
      return delay(c, expr, false)
    },
    delayInFrame: expr => delay(c, expr, true),
    later: read => later(c, read),
  }
  return c
}

const delay = (c: Compiler, expr: Expr, inFrame: boolean): Delayed => {
  const constant = constantOf(expr)
  if (constant !== undefined) return () => constant
  if (expr.kind === 'variable') return delayVariable(c, expr, inFrame)
  if (expr.kind === 'lambda') return compile(c, expr)
  const delayed = later(c, () => expr)
  return expr.kind === 'operation' ? delaySum(expr, delayed) : delayed
}

/** Most of a library is never computed, so it isn't compiled either. */
const later = (c: Compiler, read: () => Expr): Delayed => {
  // Thunks made before the first of them ran have this code; later ones have the compiled code at once.
  const first: Code = env => {
    if (code === first) code = compile(c, read())
    return code(env)
  }
  let code = first
  return env => new Thunk(code, env)
}

const compile = (c: Compiler, expr: Expr): Code => {
  const constant = constantOf(expr)
  if (constant !== undefined) return () => constant
  switch (expr.kind) {
    case 'variable':
      return compileVariable(c, expr)
    case 'interpolation':
      return compileInterpolation(c, expr.parts)
    case 'pathInterpolation':
      return compilePathInterpolation(c, expr.at, expr.parts)
    case 'searchPath':
      return compileSearchPath(c, expr)
    case 'list':
      return compileList(c, expr)
    case 'attrs':
      return compileAttrs(c, expr)
    case 'let':
      return compileLet(c, expr)
    case 'with':
      return compileWith(c, expr)
    case 'lambda':
      return compileLambda(c, expr)
    case 'call':
      return compileCall(c, expr)
    case 'select':
      return compileSelect(c, expr)
    case 'hasAttr':
      return compileHasAttr(c, expr)
    case 'if':
      return compileIf(c, expr)
    case 'assert':
      return compileAssert(c, expr)
    case 'not':
      return compileNot(c, expr)
    case 'negate':
      return compileNegate(c, expr)
    case 'operation':
      return compileOperation(c, expr)
    case 'curPos':
      return compileCurPos(c, expr)
    default:
      throw new Error(`unreachable: constant ${expr.kind}`)
  }
}
