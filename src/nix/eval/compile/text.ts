import type { Part } from '../../syntax/ast.js'
import { coerce } from '../coerce.js'
import { located, withFrame } from '../failure.js'
import { pathOf } from '../plus.js'
import { ContextSet } from '../strings.js'
import type { Code, Env } from '../values.js'
import type { Compiler } from './compiler.js'

type Append = (env: Env, context: ContextSet) => string

const compilePart = (c: Compiler, { at, expr }: Part, copy: boolean): Append => {
  if (expr.kind === 'string') {
    const { value } = expr
    return () => value
  }
  const code = c.code(expr)
  const pos = c.pos(at)
  const { session } = c
  return (env, context) => {
    const value = code(env)
    if (typeof value === 'string') return value
    try {
      return coerce(session, value, context, { copy })
    } catch (error) {
      throw withFrame(located(error, pos), 'while evaluating a path segment', pos)
    }
  }
}

/** `"… ${e} …"` */
export const compileInterpolation = (c: Compiler, parts: readonly Part[]): Code => {
  const appends = parts.map(part => compilePart(c, part, true))
  if (appends.length === 1) {
    const only = appends[0]!
    return env => {
      const context = new ContextSet()
      return context.attach(only(env, context))
    }
  }
  return env => {
    const context = new ContextSet()
    let text = ''
    for (let i = 0; i < appends.length; i++) text += appends[i]!(env, context)
    return context.attach(text)
  }
}

/** `./a/${e}/b` */
export const compilePathInterpolation = (c: Compiler, at: number, parts: readonly Part[]): Code => {
  const first = parts[0]!.expr
  const start = first.kind === 'path' ? first.path : ''
  const appends = parts.slice(1).map(part => compilePart(c, part, false))
  const pos = c.pos(at)
  return env => {
    const context = new ContextSet()
    let text = start
    for (const append of appends) text += append(env, context)
    try {
      return pathOf(text, context)
    } catch (error) {
      throw located(error, pos)
    }
  }
}
