/** Expressions of a wanted type. Every one is written so that it can be an operand. */
import { boolean } from './booleans.js'
import { type Context, chance, pick } from './context.js'
import { failing } from './failing.js'
import { functionExpression } from './functions.js'
import { list } from './lists.js'
import { float, integer } from './numbers.js'
import { set } from './sets.js'
import { text } from './strings.js'
import { general } from './structure.js'
import { sameType, type Type } from './types.js'

export const expression = (context: Context, type: Type): string => {
  if (context.failures && chance(context, 1)) return failing(context)
  if (context.depth > 0 && chance(context, 45)) {
    const structured = general(context, type)
    if (structured !== undefined) return structured
  }
  const fitting = context.scope.filter(variable => sameType(variable.type, type))
  if (fitting.length > 0 && chance(context, context.depth > 0 ? 35 : 70)) return pick(context, fitting).name
  switch (type.kind) {
    case 'int':
      return integer(context)
    case 'float':
      return float(context)
    case 'bool':
      return boolean(context)
    case 'string':
      return text(context)
    case 'null':
      return 'null'
    case 'list':
      return list(context, type.of)
    case 'set':
      return set(context, type.members)
    case 'function':
      return functionExpression(context, type.from, type.to)
  }
}
