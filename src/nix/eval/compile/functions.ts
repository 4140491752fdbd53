import type { Call, Lambda as LambdaExpr } from '../../syntax/ast.js'
import { call, call2, callAll } from '../call.js'
import { type Code, type CompiledFormals, Lambda, type LambdaInfo } from '../values.js'
import { type Compiler, frameTemplate } from './compiler.js'

/** What all closures of a function expression share. The body is compiled when it is first called. */
const lambdaInfo = (c: Compiler, expr: LambdaExpr): LambdaInfo => {
  const info: LambdaInfo = {
    expr,
    pos: c.pos(expr.at),
    body: env => {
      info.body = c.code(expr.body)
      return info.body(env)
    },
    formals: compileFormals(c, expr),
    inner: null,
  }
  if (expr.formals !== undefined || expr.unread) return info
  const { body } = expr
  if (body.kind === 'lambda' && body.formals === undefined) {
    const inner = lambdaInfo(c, body)
    info.inner = inner
    info.body = env => new Lambda(inner, env)
  }
  return info
}

const compileFormals = (c: Compiler, { argument, formals }: LambdaExpr): CompiledFormals | null => {
  if (formals === undefined) return null
  const whole = argument !== undefined
  return {
    names: formals.list.map(({ name }) => name),
    fallbacks: formals.list.map(({ fallback }) => (fallback ? c.delayInFrame(fallback) : null)),
    ellipsis: formals.ellipsis,
    whole,
    template: frameTemplate(formals.list.length + (whole ? 1 : 0)),
    lastShape: null,
    lastPlaces: [],
  }
}

export const compileLambda = (c: Compiler, expr: LambdaExpr): Code => {
  const info = lambdaInfo(c, expr)
  return env => new Lambda(info, env)
}

export const compileCall = (c: Compiler, expr: Call): Code => {
  const callee = c.code(expr.callee)
  const args = expr.args.map(argument => c.delay(argument))
  const pos = c.pos(expr.at)
  const [first, second, third] = args
  if (args.length === 1) return env => call(callee(env), first!(env), pos)
  if (args.length === 2) return env => call2(callee(env), first!(env), second!(env), pos)
  if (args.length === 3) return env => callAll(callee(env), [first!(env), second!(env), third!(env)], pos)
  return env =>
    callAll(
      callee(env),
      args.map(argument => argument(env)),
      pos,
    )
}
