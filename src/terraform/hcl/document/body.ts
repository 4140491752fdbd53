/** The body of a block of HCL as a set of JSON syntax. */
import type { Argument, Block, Body, Item, Offset } from '../syntax.js'
import { inOrder } from './dynamic-order.js'
import { type Member, type Node, nest, type SetNode, setOf } from './node.js'
import { modeOf, type Rules, rulesOf } from './rules.js'
import { nodeOf, type Refuse } from './value.js'

/** What JSON syntax, as terrane writes it, can't say. */
export interface Doubt {
  readonly at: Offset
  readonly message: string
  /** It is left out. */
  readonly lost?: true
  readonly hint?: string
}

/** Adds to `doubts` what can't be worked out. */
export const refusing =
  (doubts: Doubt[]): Refuse =>
  at =>
    doubts.push({
      at,
      message:
        'Only a value can stand here: in JSON, which modules become, Terraform computes nothing at this place.',
      lost: true,
      hint: 'write the value out: 3600, not 60 * 60',
    })

/** The arguments and blocks of a body, blocks of one type together where the first is. */
export const bodyNode = (written: Body, rules: Rules, doubts: Doubt[]): SetNode => {
  const body = inOrder(written)
  const members: Member[] = []
  const done = new Set<string>()
  for (const item of body.items) {
    if (item.kind === 'argument') {
      members.push(argumentOf(item, rules, doubts))
      continue
    }
    if (done.has(item.type)) continue
    done.add(item.type)
    const all = body.items.filter(
      (other): other is Block => other.kind === 'block' && other.type === item.type,
    )
    members.push(blocksOf(item.type, all, rulesOf(rules, item.type), doubts))
  }
  return setOf(members, body.rest)
}

const argumentOf = (item: Argument, rules: Rules, doubts: Doubt[]): Member => {
  const { comments, trailing, apart, name, value } = item
  return {
    comments,
    apart,
    ...(trailing === undefined ? {} : { trailing }),
    name,
    value: nodeOf(value, modeOf(rules, name), rules, refusing(doubts)),
  }
}

/** All blocks of one type: one as a set, several as a list, with labels by these. */
const blocksOf = (type: string, blocks: readonly Block[], rules: Rules, doubts: Doubt[]): Member => {
  const [first] = blocks as readonly [Block, ...Block[]]
  const contents = blocks.map(block => ({ block, content: bodyNode(block.body, rules, doubts) }))
  const about = { apart: first.apart, name: type }
  if (contents.length === 1) {
    const [{ content }] = contents as [(typeof contents)[0]]
    return { ...aboutOf(first), name: type, value: nest(first.labels, content) }
  }
  const elements = (labelled: boolean): Node => ({
    kind: 'list',
    elements: contents.map(({ block, content }) => ({
      comments: aboutOf(block).comments,
      apart: false,
      value: labelled ? nest(block.labels, content) : content,
    })),
    rest: [],
  })
  const labels = new Set(blocks.map(block => JSON.stringify(block.labels)))
  if (first.labels.length === 0) return { ...about, comments: [], value: elements(false) }
  if (labels.size === 1) return { ...about, comments: [], value: nest(first.labels, elements(false)) }
  // Provisioners run in the order of the file, and the same dynamic block may come again: only a list tells.
  if (type === 'provisioner' || labels.size < blocks.length)
    return { ...about, comments: [], value: elements(true) }
  return {
    ...about,
    comments: [],
    value: setOf(
      contents.map(({ block, content }) => ({
        ...aboutOf(block),
        name: block.labels[0]!,
        value: nest(block.labels.slice(1), content),
      })),
    ),
  }
}

export const aboutOf = ({ comments, trailing, apart }: Item) => ({
  comments: trailing === undefined ? comments : [...comments, trailing],
  apart,
})
