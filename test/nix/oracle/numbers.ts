import { anyType, type Context, chance, count, deeper, pick } from './context.js'
import { expression, lambda, several } from './grow.js'
import { floatLiteral, intLiteral, quoted } from './literals.js'
import { float as floatType, int, listOf, string } from './types.js'

export const integer = (context: Context): string => {
  if (context.depth <= 0 || chance(context, 25)) return intLiteral(context)
  return pick(context, integers)(deeper(context))
}

/** Kept small: Nix 2.8 wraps around where current Nix reports an overflow. */
const small = (context: Context, source: string): string => {
  const divisor = pick(context, ['7', '10', '100'])
  return `(${source} / ${divisor})`
}

const integers: readonly ((context: Context) => string)[] = [
  context => `(${several(context, int, 2, 4).join(pick(context, [' + ', ' - ', '+', '-']))})`,
  context =>
    `(${intLiteral(context)} ${pick(context, ['+', '-'])} ${intLiteral(context)} * ${intLiteral(context)} - ${intLiteral(context)} / ${pick(context, ['2', '3', '(-7)'])})`,
  context => `(${small(context, expression(context, int))} * ${pick(context, ['2', '3', '-1', '5'])})`,
  context => `(-${expression(context, int)})`,
  context => small(context, expression(context, int)),
  context =>
    `(builtins.${pick(context, ['add', 'sub'])} ${expression(context, int)} ${expression(context, int)})`,
  context =>
    `(builtins.${pick(context, ['bitAnd', 'bitOr', 'bitXor'])} ${expression(context, int)} ${expression(context, int)})`,
  context => `(builtins.length ${expression(context, listOf(anyType(context, 0)))})`,
  context => `(builtins.stringLength ${expression(context, string)})`,
  context => `(builtins.compareVersions ${version(context)} ${version(context)})`,
  context => `(builtins.${pick(context, ['ceil', 'floor'])} ${floatLiteral(context)})`,
  context => `(builtins.foldl' builtins.add ${intLiteral(context)} ${expression(context, listOf(int))})`,
  context => `(${lambda(context, 'p', int, int)} ${expression(context, int)})`,
  context =>
    `(builtins.stringLength (builtins.hashString "${pick(context, ['md5', 'sha1', 'sha256', 'sha512'])}" ${expression(context, string)}))`,
  context =>
    `(let f = n: if n <= 0 then ${intLiteral(context)} else 1 + f (n - 1); in f ${count(context, 20)})`,
]

const version = (context: Context): string =>
  quoted(
    Array.from({ length: count(context, 4) }, () =>
      pick(context, ['1', '2', '10', '.', '-', 'pre', 'a', 'rc']),
    ).join(''),
  )

/** Literals only inside: results keep the few digits that Nix 2.8 prints. */
export const float = (context: Context): string => {
  if (context.depth <= 0 || chance(context, 50)) return floatLiteral(context)
  return pick(context, floats)(deeper(context))
}

const floats: readonly ((context: Context) => string)[] = [
  context => `(${floatLiteral(context)} ${pick(context, ['+', '-'])} ${expression(context, floatType)})`,
  context => `(${intLiteral(context)} + ${floatLiteral(context)})`,
  context => `(${floatLiteral(context)} * ${pick(context, ['2', '0.5', '-1'])})`,
  context => `(${intLiteral(context)} / ${pick(context, ['2.0', '0.5', '4.'])})`,
  context => `(-${floatLiteral(context)})`,
]
