/** How deep values nest: asked where something has recurred over them for too long. */
import type { DefinitionsDocument } from './definitions.js'

/** No file of Terraform comes near; the stack of whoever recurs over values holds more. */
export const deepestNesting = 1000

/** The path of the first value that nests deeper than `limit` in its option; undefined where none does. */
export const nestedTooDeep = (
  { options }: DefinitionsDocument,
  limit: number = deepestNesting,
): readonly string[] | undefined => below(options, limit + 1)

type Path = readonly string[]
type Members = Readonly<Record<string, unknown>>

/** The path from a node to the first one that is more than `left` levels below it. */
const search = (node: unknown, left: number): Path | undefined => {
  if (node === null || typeof node !== 'object') return undefined
  if (left < 0) return []
  if (Array.isArray(node)) return below(node as unknown as Members, left)
  const set = node as Members
  // What a tag wraps is no deeper than the tag.
  switch (set._type) {
    case undefined:
      return below(set, left)
    case 'definitions':
      return inDefinitions(set, left)
    case 'computed':
      return search(set.value, left)
    case 'set':
      return below(set.value as Members, left)
    default:
      return undefined
  }
}

const below = (members: Members, left: number): Path | undefined => {
  for (const step in members) {
    const path = search(members[step], left - 1)
    if (path !== undefined) return [step, ...path]
  }
  return undefined
}

const inDefinitions = ({ of, members }: Members, left: number): Path | undefined => {
  for (const { value } of of as readonly Partial<Members>[]) {
    const path = search(value, left)
    if (path !== undefined) return path
  }
  return below((members ?? {}) as Members, left)
}
