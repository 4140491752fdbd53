import type { Part } from '../../syntax/ast.js'
import type { Pos } from '../../syntax/source.js'
import { coerce } from '../coerce.js'
import { located, withFrame } from '../failure.js'
import { pathOf } from '../plus.js'
import type { Session } from '../session.js'
import { ContextSet } from '../strings.js'
import type { Code, Env, Value } from '../values.js'
import type { Compiler } from './compiler.js'

/** What an interpolation holds: code, and where it is. Literal text is code that gives it. */
interface Piece {
  readonly code: Code
  readonly pos: Pos
}

const compilePieces = (c: Compiler, parts: readonly Part[]): Piece[] =>
  parts.map(({ at, expr }) => ({ code: c.code(expr), pos: c.pos(at) }))

const textOf = (session: Session, value: Value, context: ContextSet, copy: boolean, pos: Pos): string => {
  try {
    return coerce(session, value, context, { copy })
  } catch (error) {
    throw withFrame(located(error, pos), 'while evaluating a path segment', pos)
  }
}

/** `"… ${e} …"` */
export const compileInterpolation = (c: Compiler, parts: readonly Part[]): Code => {
  const pieces = compilePieces(c, parts)
  const { session } = c
  return env => {
    let text = ''
    // Most strings are put together from strings without context.
    let context: ContextSet | undefined
    for (let i = 0; i < pieces.length; i++) {
      const { code, pos } = pieces[i]!
      const value = code(env)
      if (typeof value === 'string') text += value
      else {
        context ??= new ContextSet()
        text += textOf(session, value, context, true, pos)
      }
    }
    return context === undefined ? text : context.attach(text)
  }
}

/** `./a/${e}/b` */
export const compilePathInterpolation = (c: Compiler, at: number, parts: readonly Part[]): Code => {
  const first = parts[0]!.expr
  const start = first.kind === 'path' ? first.path : ''
  const pieces = compilePieces(c, parts.slice(1))
  const pos = c.pos(at)
  const { session } = c
  const append = (env: Env, context: ContextSet): string =>
    pieces.reduce((text, piece) => text + textOf(session, piece.code(env), context, false, piece.pos), start)
  return env => {
    const context = new ContextSet()
    const text = append(env, context)
    try {
      return pathOf(text, context)
    } catch (error) {
      throw located(error, pos)
    }
  }
}
