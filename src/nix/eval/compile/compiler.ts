import type { Expr } from '../../syntax/ast.js'
import type { Pos, Source } from '../../syntax/source.js'
import type { Session } from '../session.js'
import type { Code, Delayed, Env } from '../values.js'

/**
 * What the compilers of the single forms share. Each form's compiler takes this and an expression and gives a closure;
 * the closure takes a frame. All that can be known before is found out while compiling.
 */
export interface Compiler {
  readonly session: Session
  readonly source: Source
  /** Code that computes the expression. */
  code(expr: Expr): Code
  /** Code that gives the expression's value if that costs nothing, else a thunk. */
  delay(expr: Expr): Delayed
  /** As `delay`, while the frame that the code gets is still being filled: slots of it may be missing. */
  delayInFrame(expr: Expr): Delayed
  /** Code that makes a thunk. The expression is read and compiled when the first of them runs. */
  later(read: () => Expr): Delayed
  pos(at: number): Pos
}

/** The frame `depth` frames up. */
export const frameAt = (env: Env, depth: number): Env => {
  let frame = env
  for (let i = 0; i < depth; i++) frame = frame[0]!
  return frame
}

/** A frame with `slots` empty slots, to be copied with `slice`: such copies are compact, grown arrays are not. */
export const frameTemplate = (slots: number): readonly unknown[] => {
  const template: unknown[] = [null]
  for (let i = 0; i < slots; i++) template.push(undefined)
  return template
}
