/**
 * Blocks of one type that are partly dynamic come in the order of the file, and for some providers that means something
 * (the statements of aws_iam_policy_document). In a document names are sorted: all dynamic ones would come together, before
 * the others or behind them. Where that is another order, the others become dynamic, too.
 */
import type { Block, Body, Item } from '../syntax.js'
import { uncommented } from './node.js'

export const inOrder = (body: Body): Body => {
  const mixed = new Set(
    body.items
      .flatMap(item => (item.kind === 'block' && item.type === 'dynamic' ? item.labels : []))
      .filter(label => !isSorted(body.items, label)),
  )
  if (mixed.size === 0) return body
  return {
    ...body,
    items: body.items.map(item => (item.kind === 'block' && mixed.has(item.type) ? dynamicOnce(item) : item)),
  }
}

const isSorted = (items: readonly Item[], label: string): boolean => {
  const order = items.flatMap(item =>
    item.kind !== 'block'
      ? []
      : item.type === label
        ? [label]
        : item.type === 'dynamic' && item.labels[0] === label
          ? ['dynamic']
          : [],
  )
  return order.join() === order.toSorted().join()
}

/** A block that is there once. The iterator has a name that its content won't have for something else. */
const dynamicOnce = (block: Block): Block => {
  const { at } = block
  const argument = (name: string, value: 'list' | 'name'): Item => ({
    ...uncommented,
    kind: 'argument',
    name,
    value:
      value === 'list'
        ? {
            kind: 'list',
            elements: [{ ...uncommented, value: { kind: 'bool', value: true, at } }],
            rest: [],
            at,
          }
        : { kind: 'other', source: 'once', at },
    at,
  })
  return {
    ...block,
    type: 'dynamic',
    labels: [block.type],
    body: {
      items: [
        argument('for_each', 'list'),
        argument('iterator', 'name'),
        { ...uncommented, kind: 'block', type: 'content', labels: [], body: block.body, at },
      ],
      rest: [],
    },
  }
}
