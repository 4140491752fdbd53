/** From the blocks of HCL to a document in JSON syntax, in which the order and the comments are still known. */
import type { Block, Body, Comments, Item } from '../syntax.js'
import { aboutOf, bodyNode, type Doubt } from './body.js'
import { listsTogether } from './lists.js'
import { listOf, type Member, nest, type SetNode } from './node.js'
import { topLevel } from './rules.js'

export interface Converted {
  readonly members: readonly Member[]
  readonly rest: Comments
  readonly doubts: readonly Doubt[]
}

/** How often each provider is configured in all files: more than once, and its configurations are a list. */
export type ProviderCounts = ReadonlyMap<string, number>

export const providerCounts = (bodies: readonly Body[]): ProviderCounts => {
  const counts = new Map<string, number>()
  for (const { items } of bodies)
    for (const item of items)
      if (item.kind === 'block' && item.type === 'provider')
        counts.set(item.labels[0] ?? '', (counts.get(item.labels[0] ?? '') ?? 0) + 1)
  return counts
}

/** Converts a file. */
export const convertFile = (body: Body, providers: ProviderCounts): Converted => {
  const doubts: Doubt[] = []
  const members = body.items.flatMap((item): readonly Member[] => {
    const known =
      item.kind === 'block' && Object.hasOwn(topLevel, item.type) ? topLevel[item.type] : undefined
    if (known === undefined) {
      doubts.push({ at: item.at, message: unknownItem(item), lost: true })
      return []
    }
    const block = item as Block
    if (block.labels.length !== known.labels) {
      const message = `A block "${block.type}" has ${labelCount(known.labels)}.`
      doubts.push({ at: block.at, message, lost: true })
      return []
    }
    const content = bodyNode(block.body, known.rules, doubts)
    return placed(block, content, providers)
  })
  return { members: listsTogether(members), rest: body.rest, doubts }
}

const unknownItem = (item: Item): string =>
  item.kind === 'argument'
    ? `An argument "${item.name}" can't stand outside of a block.`
    : `Blocks of type "${item.type}" are not expected here.`

const labelCount = (count: number): string => `${['no', 'one', 'two'][count]} label${count === 1 ? '' : 's'}`

const lists = new Set(['moved', 'removed', 'import'])

/** Where in the document a block goes. What is the same block twice, or merged by Terraform, is said by parts. */
const placed = (block: Block, content: SetNode, providers: ProviderCounts): readonly Member[] => {
  const about = aboutOf(block)
  const path = [block.type, ...block.labels]
  if (block.type === 'terraform') return apart(about, terraformParts(content))
  const isList =
    lists.has(block.type) || (block.type === 'provider' && (providers.get(block.labels[0]!) ?? 0) > 1)
  return [{ ...about, name: '', value: nest(path, isList ? listOf([content]) : content) }].map(unnamed)
}

/** The first of several parts has the comments. */
const apart = (about: ReturnType<typeof aboutOf>, parts: readonly Member[]): readonly Member[] =>
  parts.map((part, index) =>
    index === 0 ? { ...part, comments: [...about.comments, ...part.comments], apart: about.apart } : part,
  )

/** `terraform` blocks add up, and so must what they become, in several files. */
const terraformParts = ({ members, rest }: SetNode): readonly Member[] => {
  const parts = members.flatMap(member =>
    member.name === 'required_providers' && member.value.kind === 'set'
      ? member.value.members.map((each, index) => ({
          ...each,
          comments: index === 0 ? [...member.comments, ...each.comments] : each.comments,
          name: 'terraform',
          value: nest([member.name, each.name], each.value),
        }))
      : [{ ...member, name: 'terraform', value: nest([member.name], member.value) }],
  )
  const last = parts.at(-1)
  return last === undefined || rest.length === 0
    ? parts
    : [...parts.slice(0, -1), { ...last, comments: [...last.comments, ...rest] }]
}

const unnamed = ({ value, ...about }: Member): Member => {
  const [only] = (value as SetNode).members
  return { ...about, name: only!.name, value: only!.value }
}
