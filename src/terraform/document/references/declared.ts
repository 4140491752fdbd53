/** What a document declares, to be looked up by the names that references use. */
import { nearest } from '../../../contracts/nearest.js'
import { type Block, blocksOf, labelled } from '../blocks.js'
import type { TerraformDocument } from '../shape.js'

export type Mode = 'resource' | 'data' | 'ephemeral'

export interface Declared {
  /** Labels by type. */
  readonly blocks: Readonly<Record<Mode, ReadonlyMap<string, ReadonlySet<string>>>>
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
  return {
    blocks: {
      resource: byType(blocksOf(document, 'resource')),
      data: byType([...blocksOf(document, 'data'), ...inChecks]),
      ephemeral: byType(blocksOf(document, 'ephemeral')),
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
  { blocks }: Declared,
  mode: Mode,
  type: string,
  label: string,
): string | undefined => {
  const similar = nearest(label, blocks[mode].get(type) ?? [])
  if (similar !== undefined) return addressOf(mode, type, similar)
  const similarType = nearest(type, blocks[mode].keys())
  const near = similarType === undefined ? undefined : nearest(label, blocks[mode].get(similarType)!)
  if (near !== undefined) return addressOf(mode, similarType!, near)
  const other = (['resource', 'data', 'ephemeral'] as const).find(
    one => one !== mode && blocks[one].get(type)?.has(label),
  )
  return other === undefined ? undefined : addressOf(other, type, label)
}
