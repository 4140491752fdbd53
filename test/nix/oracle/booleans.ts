import { anyName, anyType, type Context, chance, deeper, pick } from './context.js'
import { anything, expression, lambda, several } from './grow.js'
import { writtenName } from './literals.js'
import { bool, float, int, listOf, setOf, string, type Type } from './types.js'

export const boolean = (context: Context): string => {
  if (context.depth <= 0 || chance(context, 20)) return pick(context, ['true', 'false'])
  return pick(context, booleans)(deeper(context))
}

const big = [
  '9007199254740993',
  '9007199254740992',
  '9007199254740992.0',
  '9007199254740993.0',
  '4611686018427387904',
  '1',
  '(-1.5)',
]

const ordered = [int, string, float]

/** Nix compares the members of sets in the order in which it met their names: which failure comes first is its own. */
const comparable = (context: Context): Type => {
  const type = anyType(context, 2)
  return context.failures && holdsSet(type) ? listOf(int) : type
}

const holdsSet = (type: Type): boolean => type.kind === 'set' || (type.kind === 'list' && holdsSet(type.of))

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
    const type = comparable(context)
    return `(${expression(context, type)} ${pick(context, ['==', '!='])} ${expression(context, type)})`
  },
  // Values of different types are just not equal.
  context => `(${expression(context, comparable(context))} == ${expression(context, comparable(context))})`,
  context => {
    const type = setOf([[anyName(context), int]])
    return `(${expression(context, type)} ? ${writtenName(context, anyName(context), true)})`
  },
  context => `({ a.b = 1; } ? ${pick(context, ['a', 'a.b', 'a.b.c', 'b', '"a".b', 'a.${"b"}'])})`,
  context => {
    const type = comparable(context)
    return `(builtins.elem ${expression(context, type)} ${expression(context, listOf(type))})`
  },
  context => {
    const type = anyType(context, 1)
    return `(builtins.${pick(context, ['all', 'any'])} ${lambda(context, 'p', type, bool)} ${expression(context, listOf(type))})`
  },
  context =>
    `(builtins.is${pick(context, ['Int', 'Float', 'Bool', 'String', 'Null', 'List', 'Attrs', 'Function', 'Path'])} ${anything(context).source})`,
  context => `(builtins.hasAttr ${expression(context, string)} { a = 1; "" = 2; })`,
  context => `(${pick(context, big)} ${pick(context, ['<', '<=', '==', '!=', '>'])} ${pick(context, big)})`,
  context => `(let true = ${expression(context, bool)}; in true)`,
  context => `(builtins.lessThan ${expression(context, int)} ${expression(context, int)})`,
  context => `(builtins.tryEval ${pick(context, ['(throw "x")', expression(context, int)])}).success`,
]
