/** Which values of a document name something of the store: Nix tells it of each string of the definitions. */
import type { DefinitionsDocument, Node, TaggedNode } from './definitions.js'

/** The paths of the values that name `path`, as far as names go: in a list, that of the list. */
export const pathsNaming = (
  { options }: DefinitionsDocument,
  path: string,
): readonly (readonly [string, ...string[]])[] =>
  Object.entries(options).flatMap(([name, node]) =>
    inside(node, path).map(steps => [name, ...steps] as const),
  )

const inside = (node: Node | DefinitionsDocument['options'][string], path: string): readonly string[][] => {
  if (node === null || typeof node !== 'object') return []
  if (Array.isArray(node)) return node.some(one => inside(one, path).length > 0) ? [[]] : []
  if (!isTagged(node as Node)) return inMembers(node as Readonly<Record<string, Node>>, path)
  const tagged = node as TaggedNode | Extract<DefinitionsDocument['options'][string], { _type: 'computed' }>
  switch (tagged._type) {
    case 'string':
      return Object.hasOwn(tagged.context, path) ? [[]] : []
    case 'set':
      return inMembers(tagged.value, path)
    case 'computed':
      return inside(tagged.value, path)
    case 'definitions': {
      const values = tagged.of.flatMap(one =>
        typeof one === 'number' || one.value === undefined ? [] : inside(one.value, path),
      )
      return [...values, ...inMembers(tagged.members ?? {}, path)]
    }
    default:
      return []
  }
}

const inMembers = (members: Readonly<Record<string, Node>>, path: string): readonly string[][] =>
  Object.entries(members).flatMap(([name, member]) => inside(member, path).map(steps => [name, ...steps]))

const isTagged = (node: Node): node is TaggedNode =>
  node !== null && typeof node === 'object' && '_type' in node
