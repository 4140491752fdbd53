/** How productions ask for further expressions: through the context, so that no production imports another. */
import { anyType, type Context, count, deeper, within } from './context.js'
import type { Type } from './types.js'

/** An expression of a type. */
export const expression = (context: Context, type: Type): string => context.expression(context, type)

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
