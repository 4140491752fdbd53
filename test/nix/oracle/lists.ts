import { anyType, type Context, chance, count, deeper, pick } from './context.js'
import { expression, lambda, lambda2, several } from './grow.js'
import { bool, int, listOf, sameType, setOf, string, type Type } from './types.js'

export const list = (context: Context, of: Type): string => {
  if (context.depth <= 0) return chance(context, 50) ? '[ ]' : `[ ${several(context, of, 1, 3).join(' ')} ]`
  if (chance(context, 35)) return `[ ${several(context, of, 0, 4).join(' ')} ]`
  return pick(context, lists)(deeper(context), of) ?? `[ ${several(context, of, 0, 3).join(' ')} ]`
}

type Production = (context: Context, of: Type) => string | undefined

const orderedItem = (type: Type): boolean =>
  type.kind === 'int' || type.kind === 'string' || type.kind === 'float'

const lists: readonly Production[] = [
  (context, of) => `(${several(context, listOf(of), 2, 3).join(' ++ ')})`,
  (context, of) => {
    const from = anyType(context, 1)
    return `(map ${lambda(context, 'p', from, of)} ${expression(context, listOf(from))})`
  },
  (context, of) => `(builtins.filter ${lambda(context, 'p', of, bool)} ${expression(context, listOf(of))})`,
  (context, of) => `(builtins.genList ${lambda(context, 'p', int, of)} ${count(context, 4)})`,
  (context, of) => `(builtins.concatLists ${expression(context, listOf(listOf(of)))})`,
  (context, of) => {
    const from = anyType(context, 0)
    return `(builtins.concatMap ${lambda(context, 'p', from, listOf(of))} ${expression(context, listOf(from))})`
  },
  (context, of) => `(builtins.tail [ ${several(context, of, 1, 4).join(' ')} ])`,
  (context, of) =>
    orderedItem(of)
      ? `(builtins.sort ${pick(context, ['builtins.lessThan', '(p: q: p < q)', '(p: q: p > q)'])} ${expression(context, listOf(of))})`
      : undefined,
  (context, of) =>
    `(builtins.sort (p: q: p.k < q.k) ${keyed(context, of)})`.replace(/^/, '(map (p: p.v) ').concat(')'),
  (context, of) =>
    `(builtins.partition ${lambda(context, 'p', of, bool)} ${expression(context, listOf(of))}).${pick(context, ['right', 'wrong'])}`,
  (context, of) =>
    `(builtins.attrValues ${expression(
      context,
      setOf([
        ['a', of],
        ['Z', of],
        ['b', of],
      ]),
    )})`,
  (context, of) =>
    `(builtins.catAttrs "a" [ { a = ${expression(context, of)}; } { b = 1; } { a = ${expression(context, of)}; } ])`,
  (context, of) =>
    `(builtins.foldl' ${lambda2(context, listOf(of), int, listOf(of))} ${expression(context, listOf(of))} ${expression(context, listOf(int))})`,
  (context, of) =>
    of.kind === 'int'
      ? `(map (p: p.key) (builtins.genericClosure { startSet = [ { key = ${expression(context, int)}; } ]; operator = p: if p.key > ${count(context, 20)} || p.key < -50 then [ ] else [ { key = p.key + 1; } { key = p.key + ${1 + count(context, 3)}; } ]; }))`
      : undefined,
  (context, of) =>
    of.kind === 'string'
      ? `(builtins.attrNames ${expression(
          context,
          setOf([
            ['a', int],
            ['B', int],
            ['a-b', int],
          ]),
        )})`
      : undefined,
  (context, of) =>
    of.kind === 'string'
      ? `(builtins.splitVersion ${pick(context, ['"1.2-pre3"', '""', '"a..b"'])})`
      : undefined,
  (context, of) =>
    sameType(of, listOf(int))
      ? `(builtins.attrValues (builtins.groupBy (p: if p > 3 then "x" else "y") ${expression(context, listOf(int))}))`
      : undefined,
  (context, of) =>
    of.kind === 'string'
      ? `(builtins.attrNames (builtins.listToAttrs (map (p: { name = p; value = 1; }) ${expression(context, listOf(string))})))`
      : undefined,
]

/** Items with equal keys, so that a sort that isn't stable shows. */
const keyed = (context: Context, of: Type): string =>
  `[ ${several(context, of, 0, 5)
    .map(source => `{ k = ${count(context, 2)}; v = ${source}; }`)
    .join(' ')} ]`
