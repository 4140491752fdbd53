/** Expressions of a wanted type. Every one is written so that it can be an operand. */
import { boolean } from './booleans.js'
import { anyType, type Context, chance, count, deeper, pick, within } from './context.js'
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

/** Between `least` and `most` expressions of a type. */
export const several = (context: Context, type: Type, least: number, most: number): string[] =>
  Array.from({ length: least + count(context, most - least) }, () => expression(deeper(context), type))

/** An expression of any type, and the type. */
export const anything = (context: Context): { readonly source: string; readonly type: Type } => {
  const type = anyType(context, 1)
  return { source: expression(deeper(context), type), type }
}

/** A function from one parameter, written as a lambda in parentheses. */
export const lambda = (context: Context, parameter: string, from: Type, to: Type): string =>
  `(${parameter}: ${expression(within(deeper(context), { name: parameter, type: from }), to)})`

/** A function of two parameters. */
export const lambda2 = (context: Context, first: Type, second: Type, to: Type): string =>
  `(p: q: ${expression(within(deeper(context), { name: 'p', type: first }, { name: 'q', type: second }), to)})`
