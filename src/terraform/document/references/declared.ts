/** What a document declares, to be looked up by the names that references use. */
import { nearest } from '../../../contracts/nearest.js'
import { type Block, blocksOf, isSet, labelled } from '../blocks.js'
import type { DocumentValue, TerraformDocument } from '../shape.js'

export type Mode = 'resource' | 'data' | 'ephemeral'

export interface Declared {
  readonly hasBlock: (mode: Mode, type: string, label: string) => boolean
  /** Whether there are several of a block, by `count` or `for_each`. */
  readonly repeated: (mode: Mode, type: string, label: string) => 'count' | 'for_each' | undefined
  /** Labels by type. Made when asked for: most documents need it for no suggestion. */
  readonly labels: (mode: Mode) => ReadonlyMap<string, ReadonlySet<string>>
  readonly modules: ReadonlySet<string>
  readonly variables: ReadonlySet<string>
  readonly locals: ReadonlySet<string>
  /** Configurations of providers that have an alias: `aws.us`. */
  readonly aliases: ReadonlySet<string>
}

/** Collects all declarations of a document. */
export const declaredIn = (document: TerraformDocument): Declared => {
  const names = (kind: string) => new Set(blocksOf(document, kind).map(({ labels }) => labels[0]!))
  const inChecks = blocksOf(document, 'check').flatMap(({ members, path }) =>
    labelled('data', members.data, [...path, 'data'], 2),
  )
  const more = (mode: Mode): readonly Block[] => (mode === 'data' ? inChecks : [])
  const labels = new Map<Mode, ReadonlyMap<string, ReadonlySet<string>>>()
  return {
    hasBlock: (mode, type, label) =>
      hasMember(document[mode], type, types => hasMember(types, label, () => true)) ||
      more(mode).some(block => block.labels[0] === type && block.labels[1] === label),
    repeated: (mode, type, label) => {
      let found: 'count' | 'for_each' | undefined
      const look = (members: DocumentValue) => {
        if (!isSet(members)) return false
        found =
          members.count !== undefined ? 'count' : members.for_each !== undefined ? 'for_each' : undefined
        return found !== undefined
      }
      hasMember(document[mode], type, types =>
        hasMember(types, label, body => (Array.isArray(body) ? body.some(look) : look(body))),
      )
      return found
    },
    labels: mode => {
      const known = labels.get(mode) ?? byType([...blocksOf(document, mode), ...more(mode)])
      labels.set(mode, known)
      return known
    },
    modules: names('module'),
    variables: names('variable'),
    locals: new Set(blocksOf(document, 'locals').flatMap(({ members }) => Object.keys(members))),
    aliases: new Set(
      blocksOf(document, 'provider').flatMap(({ labels, members }) =>
        typeof members.alias === 'string' ? [`${labels[0]}.${members.alias}`] : [],
      ),
    ),
  }
}

/** Whether there is such a member, of a set or of one in an array, as blocks may be written. */
const hasMember = (
  value: DocumentValue | undefined,
  name: string,
  isMeant: (member: DocumentValue) => boolean,
): boolean => {
  if (Array.isArray(value)) return value.some(element => hasMember(element, name, isMeant))
  return isSet(value) && Object.hasOwn(value, name) && isMeant(value[name]!)
}

const byType = (blocks: readonly Block[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const types = new Map<string, Set<string>>()
  for (const { labels } of blocks) {
    const [type, label] = labels as readonly [string, string]
    const known = types.get(type)
    if (known === undefined) types.set(type, new Set([label]))
    else known.add(label)
  }
  return types
}

const prefixOf: Readonly<Record<Mode, string>> = { resource: '', data: 'data.', ephemeral: 'ephemeral.' }

export const addressOf = (mode: Mode, type: string, label: string): string =>
  `${prefixOf[mode]}${type}.${label}`

/** The block that was meant, if one has nearly that address: a slip in the label, in the type, in both, or in the mode. */
export const similarBlock = (
  { labels, hasBlock }: Declared,
  mode: Mode,
  type: string,
  label: string,
): string | undefined => {
  const similar = nearest(label, labels(mode).get(type) ?? [])
  if (similar !== undefined) return addressOf(mode, type, similar)
  const similarType = nearest(type, labels(mode).keys())
  const near = similarType === undefined ? undefined : nearest(label, labels(mode).get(similarType)!)
  if (near !== undefined) return addressOf(mode, similarType!, near)
  const other = (['resource', 'data', 'ephemeral'] as const).find(
    one => one !== mode && hasBlock(one, type, label),
  )
  return other === undefined ? undefined : addressOf(other, type, label)
}
