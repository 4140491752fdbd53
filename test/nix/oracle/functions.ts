import { type Context, chance, deeper, pick } from './context.js'
import { expression, lambda } from './grow.js'
import { sameType, type Type } from './types.js'

export const functionExpression = (context: Context, from: Type, to: Type): string => {
  const inner = deeper(context)
  if (sameType(from, to) && chance(context, 15)) return '(p: p)'
  if (from.kind === 'int' && to.kind === 'int' && chance(context, 30))
    return pick(context, ['(builtins.add 1)', '(builtins.sub 10)', '(builtins.bitAnd 6)'])
  if (chance(context, 15)) return `{ __functor = self: ${lambda(inner, 'p', from, to)}; }`
  if (chance(context, 15)) return `(p: ${lambda(inner, 'q', from, to)} p)`
  if (chance(context, 10))
    return `(if true then ${lambda(inner, 'p', from, to)} else ${expression(inner, { kind: 'null' })})`
  return lambda(inner, 'p', from, to)
}
