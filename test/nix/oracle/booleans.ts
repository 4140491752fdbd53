import { anyName, anyType, type Context, chance, deeper, pick } from './context.js'
import { anything, expression, lambda, several } from './expressions.js'
import { writtenName } from './literals.js'
import { bool, float, int, listOf, setOf, string } from './types.js'

export const boolean = (context: Context): string => {
  if (context.depth <= 0 || chance(context, 20)) return pick(context, ['true', 'false'])
  return pick(context, booleans)(deeper(context))
}

const ordered = [int, string, float]

const booleans: readonly ((context: Context) => string)[] = [
  context => `(${several(context, bool, 2, 4).join(pick(context, [' && ', ' || ', ' -> ']))})`,
  context => {
    const [a, b, c, d] = several(context, bool, 4, 4)
    return `(${a} && !${b} || ${c} -> ${d})`
  },
  context => `(!${expression(context, bool)})`,
  context => {
    const type = pick(context, ordered)
    return `(${expression(context, type)} ${pick(context, ['<', '<=', '>', '>='])} ${expression(context, type)})`
  },
  context => {
    const type = listOf(pick(context, ordered))
    return `(${expression(context, type)} ${pick(context, ['<', '<=', '>', '>='])} ${expression(context, type)})`
  },
  context => `(${expression(context, int)} ${pick(context, ['<', '=='])} ${expression(context, float)})`,
  context => {
    const type = anyType(context, 2)
    return `(${expression(context, type)} ${pick(context, ['==', '!='])} ${expression(context, type)})`
  },
  // Values of different types are just not equal.
  context => `(${anything(context).source} == ${anything(context).source})`,
  context => {
    const type = setOf([[anyName(context), int]])
    return `(${expression(context, type)} ? ${writtenName(context, anyName(context), true)})`
  },
  context => `({ a.b = 1; } ? ${pick(context, ['a', 'a.b', 'a.b.c', 'b', '"a".b', 'a.${"b"}'])})`,
  context => {
    const type = anyType(context, 1)
    return `(builtins.elem ${expression(context, type)} ${expression(context, listOf(type))})`
  },
  context => {
    const type = anyType(context, 1)
    return `(builtins.${pick(context, ['all', 'any'])} ${lambda(context, 'p', type, bool)} ${expression(context, listOf(type))})`
  },
  context =>
    `(builtins.is${pick(context, ['Int', 'Float', 'Bool', 'String', 'Null', 'List', 'Attrs', 'Function', 'Path'])} ${anything(context).source})`,
  context => `(builtins.hasAttr ${expression(context, string)} { a = 1; "" = 2; })`,
  context => `(builtins.lessThan ${expression(context, int)} ${expression(context, int)})`,
  context => `(builtins.tryEval ${pick(context, ['(throw "x")', expression(context, int)])}).success`,
]
