import type { Expr } from '../../../../src/nix/syntax/ast.js'

/** A tree as plain data, all of it read: whether a part was read from a store or has been parsed is gone. */
export const plainTree = (tree: Expr): unknown => plain(tree)

const plain = (value: unknown): unknown => {
  if (value instanceof Map) return { map: [...value].map(([key, member]) => [key, plain(member)]) }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    namesOf(value)
      .map((name): [string, unknown] => [name, plain(value[name as keyof typeof value])])
      .filter(([, member]) => member !== undefined),
  )
}

/** Own members and those that are computed; what a stored part needs only to read the rest is left out. */
const namesOf = (value: object): string[] => {
  const computed = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(value)))
    .filter(([name, { get }]) => get !== undefined && name !== '__proto__')
    .map(([name]) => name)
  const bookkeeping = computed.length === 0 ? [] : ['from', 'start', 'end', 'known']
  return [...Object.keys(value), ...computed]
    .filter(name => name !== 'unread' && !bookkeeping.includes(name))
    .sort()
}
