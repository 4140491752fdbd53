import { anyName, anyType, type Context, chance, deeper, pick, within } from './context.js'
import { expression, lambda2 } from './grow.js'
import { quoted, quotedName, writtenName } from './literals.js'
import { int, setOf, string, type Type } from './types.js'

type Members = ReadonlyMap<string, Type>

export const set = (context: Context, members: Members): string => {
  if (context.depth <= 0 || chance(context, 45)) return literal(deeper(context), members)
  return pick(context, sets)(deeper(context), members)
}

/** A set as it is written: plain, recursive, with nested paths, with inherited names. */
const literal = (context: Context, members: Members): string => {
  const definitions = [...members].map(([name, type]) => {
    const variable = context.scope.find(other => other.name === name && other.type === type)
    if (variable && chance(context, 60)) return `inherit ${quotedName(name)};`
    if (type.kind === 'set' && type.members.size > 0 && chance(context, 40))
      return nested(context, name, type.members)
    if (chance(context, 10))
      return `inherit ({ ${writtenName(context, name, false)} = ${expression(context, type)}; }) ${quotedName(name)};`
    return `${writtenName(context, name, true)} = ${expression(context, type)};`
  })
  if (definitions.length === 0) return pick(context, ['{ }', 'rec { }'])
  return `{ ${definitions.join(' ')} }`
}

/** `a.b = 1; a.c = 2;`, which Nix merges into one set. */
const nested = (context: Context, name: string, members: Members): string =>
  [...members]
    .map(
      ([inner, type]) =>
        `${quotedName(name)}.${writtenName(context, inner, false)} = ${expression(context, type)};`,
    )
    .join(' ')

type Production = (context: Context, members: Members) => string

/** The members cut in two, each in a set of its own, with some of the other's overridden. */
const update: Production = (context, members) => {
  const all = [...members]
  const left = all.filter((_, index) => index % 2 === 0)
  const overridden = left
    .filter(() => chance(context, 40))
    .map(([name]) => [name, anyType(context, 0)] as const)
  const right = all.filter((_, index) => index % 2 === 1)
  return `(${set(context, new Map([...right, ...overridden]))} // ${set(context, new Map(left))})`
}

/** A recursive set whose members use one another. */
const recursive: Production = (context, members) => {
  const before: [string, Type][] = []
  const definitions = [...members].map(([name, type]) => {
    const inside = within(context, ...before.map(([known, its]) => ({ name: known, type: its })))
    // A name that is bound further out means the member itself here.
    const source = expression(
      {
        ...inside,
        scope: inside.scope.filter(
          variable => !members.has(variable.name) || before.some(([known]) => known === variable.name),
        ),
      },
      type,
    )
    before.push([name, type])
    return `${quotedName(name)} = ${source};`
  })
  return `(rec { ${definitions.reverse().join(' ')} })`
}

const mapped: Production = (context, members) => {
  const types = [...members.values()]
  const [type] = types
  if (!type || types.some(other => other !== type)) return literal(context, members)
  const from = new Map([...members.keys()].map(name => [name, int] as const))
  return `(builtins.mapAttrs ${lambda2(context, string, int, type)} ${set(context, from)})`
}

const listed: Production = (context, members) =>
  `(builtins.listToAttrs [ ${[...members]
    .map(([name, type]) => `{ name = ${quoted(name)}; value = ${expression(context, type)}; }`)
    .join(' ')} ])`

const removed: Production = (context, members) =>
  `(removeAttrs ${set(context, new Map([...members, ['gone' as string, int]]))} [ "gone" ${chance(context, 50) ? '"never"' : ''} ])`

const intersected: Production = (context, members) =>
  `(builtins.intersectAttrs { ${[...members.keys()].map(name => `${quotedName(name)} = throw "unused";`).join(' ')} other = 1; } ${set(context, new Map([...members, ['more' as string, int]]))})`

const zipped: Production = (context, members) =>
  `(builtins.zipAttrsWith (name: values: builtins.elemAt values (builtins.length values - 1)) [ ${set(context, someOf(context, members))} ${set(context, members)} ])`

const someOf = (context: Context, members: Members): Members =>
  new Map([...members].filter(() => chance(context, 50)))

const chosen: Production = (context, members) => {
  const name = anyName(context)
  return `(let s = { ${quotedName(name)} = ${set(context, members)}; }; in s.${quotedName(name)} or { })`
}

const wrapped: Production = (context, members) =>
  `(builtins.getAttr "it" { it = ${expression(context, setOf(members))}; })`

const sets: readonly Production[] = [
  update,
  update,
  recursive,
  recursive,
  mapped,
  listed,
  removed,
  intersected,
  zipped,
  chosen,
  wrapped,
]
