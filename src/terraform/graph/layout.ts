/**
 * Where the nodes of a graph go in a picture: layers from left to right, so that what something needs stands to the
 * right of it (as in Sugiyama's method: layers by the longest way, then the order in each layer by the middle of the
 * neighbours, over and over). Long edges get a bend in each layer that they pass.
 *
 * Written here since the libraries for it are ten times as long as what a picture of this kind takes, and every start of
 * the command reads what is bundled.
 */
import type { Graph, GraphNode } from './graph.js'

export interface Box {
  readonly node: GraphNode
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Line {
  readonly points: readonly (readonly [number, number])[]
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly boxes: readonly Box[]
  readonly lines: readonly Line[]
}

const letter = 7.2
const padding = 12
const height = 28
const rowGap = 14
const columnGap = 56
const margin = 16
const sweeps = 8

/** A node, or the place where a long edge passes a layer. */
interface Cell {
  readonly node?: GraphNode
  readonly layer: number
  readonly width: number
  readonly right: Cell[]
  readonly left: Cell[]
  order: number
}

/** Same graph, same picture. */
export const layOut = (graph: Graph): Layout => {
  const layers = layersOf(graph)
  const cells = new Map<string, Cell>()
  for (const node of graph.nodes)
    cells.set(node.name, cell(layers.get(node.name) ?? 0, node.name.length * letter + 2 * padding, node))
  const all: Cell[] = [...cells.values()]
  const ways = graph.edges.flatMap(({ from, to }) => {
    const [start, end] = [cells.get(from), cells.get(to)]
    // What goes backwards is part of a circle, which Terraform refuses.
    if (start === undefined || end === undefined || end.layer <= start.layer) return []
    const way = [start]
    for (let layer = start.layer + 1; layer < end.layer; layer++) way.push(cell(layer, 0))
    all.push(...way.slice(1))
    way.push(end)
    for (const [index, one] of way.slice(1).entries()) link(way[index]!, one)
    return [way]
  })
  const columns = columnsOf(all)
  arrange(columns)
  return place(columns, ways)
}

const cell = (layer: number, width: number, node?: GraphNode): Cell => ({
  ...(node === undefined ? {} : { node }),
  layer,
  width,
  right: [],
  left: [],
  order: 0,
})

const link = (from: Cell, to: Cell): void => {
  from.right.push(to)
  to.left.push(from)
}

/** The longest way from something that nothing needs. */
const layersOf = ({ nodes, edges }: Graph): ReadonlyMap<string, number> => {
  const users = new Map<string, string[]>()
  for (const { from, to } of edges) {
    const known = users.get(to)
    if (known === undefined) users.set(to, [from])
    else known.push(from)
  }
  const layers = new Map<string, number>()
  const entered = new Set<string>()
  const layer = (name: string): number => {
    const known = layers.get(name)
    if (known !== undefined) return known
    if (entered.has(name)) return 0
    entered.add(name)
    const found = Math.max(-1, ...(users.get(name) ?? []).map(layer)) + 1
    layers.set(name, found)
    return found
  }
  for (const { name } of nodes) layer(name)
  return layers
}

const columnsOf = (cells: readonly Cell[]): Cell[][] => {
  const columns: Cell[][] = []
  for (const one of cells) {
    const column = columns[one.layer] ?? []
    columns[one.layer] = column
    one.order = column.length
    column.push(one)
  }
  // A circle can leave a layer empty.
  return Array.from(columns, column => column ?? [])
}

const arrange = (columns: readonly Cell[][]): void => {
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isForwards = sweep % 2 === 0
    for (const column of isForwards ? columns : columns.toReversed()) {
      const middles = new Map(column.map(one => [one, middle(isForwards ? one.left : one.right, one.order)]))
      column.sort((a, b) => middles.get(a)! - middles.get(b)! || a.order - b.order)
      for (const [order, one] of column.entries()) one.order = order
    }
  }
}

const middle = (neighbours: readonly Cell[], otherwise: number): number =>
  neighbours.length === 0
    ? otherwise
    : neighbours.reduce((sum, { order }) => sum + order, 0) / neighbours.length

const place = (columns: readonly Cell[][], ways: readonly (readonly Cell[])[]): Layout => {
  const tallest = Math.max(0, ...columns.map(column => column.length)) * (height + rowGap) - rowGap
  const boxes = new Map<Cell, Box>()
  const spots = new Map<Cell, { readonly left: number; readonly right: number; readonly y: number }>()
  let x = margin
  for (const column of columns) {
    const width = Math.max(0, ...column.map(one => one.width))
    const own = column.length * (height + rowGap) - rowGap
    for (const [index, one] of column.entries()) {
      const y = margin + (tallest - own) / 2 + index * (height + rowGap)
      if (one.node !== undefined) boxes.set(one, { node: one.node, x, y, width: one.width, height })
      spots.set(one, { left: x, right: x + (one.node === undefined ? width : one.width), y: y + height / 2 })
    }
    x += width + columnGap
  }
  const lines = ways.map(way => ({
    points: way.flatMap((one, index): readonly (readonly [number, number])[] => {
      const { left, right, y } = spots.get(one)!
      if (index === 0) return [[right, y]]
      return index === way.length - 1
        ? [[left, y]]
        : [
            [left, y],
            [right, y],
          ]
    }),
  }))
  return {
    width: Math.max(x - columnGap, 0) + margin,
    height: Math.max(tallest, 0) + 2 * margin,
    boxes: [...boxes.values()],
    lines,
  }
}
