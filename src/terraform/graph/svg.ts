/** A graph as a picture that any browser shows, and that follows its light or dark colours. */
import type { Graph, NodeKind } from './graph.js'
import { type Line, layOut } from './layout.js'

const fills: Readonly<Record<NodeKind, string>> = {
  resource: '#dbeafe',
  data: '#fef3c7',
  ephemeral: '#fef3c7',
  module: '#ede9fe',
  stack: '#ede9fe',
  output: '#dcfce7',
  local: '#f3f4f6',
}

export const renderSvg = (graph: Graph): string => {
  const { width, height, boxes, lines } = layOut(graph)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}" font-family="monospace" font-size="12">`,
    '  <style>path { stroke: #64748b; fill: none } marker path { fill: #64748b } rect { stroke: #64748b } text { fill: #0f172a }</style>',
    '  <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 L8 4 L0 8 Z"/></marker></defs>',
    ...lines.map(line => `  <path d="${curve(line)}" marker-end="url(#tip)"/>`),
    ...boxes.flatMap(({ node, x, y, width: wide, height: high }) => [
      `  <g><title>${escaped(node.name)} (${node.kind})</title>`,
      `    <rect x="${round(x)}" y="${round(y)}" width="${round(wide)}" height="${high}" rx="4" fill="${fills[node.kind]}"/>`,
      `    <text x="${round(x + wide / 2)}" y="${round(y + high / 2 + 4)}" text-anchor="middle">${escaped(node.name)}</text></g>`,
    ]),
    '</svg>',
    '',
  ].join('\n')
}

/** Level at both ends of each piece. */
const curve = ({ points }: Line): string => {
  const [[startX, startY], ...rest] = points as readonly [
    readonly [number, number],
    ...(readonly [number, number])[],
  ]
  let [x, y] = [startX, startY]
  const pieces = rest.map(([nextX, nextY]) => {
    const middle = round((x + nextX) / 2)
    const piece = `C${middle} ${round(y)} ${middle} ${round(nextY)} ${round(nextX)} ${round(nextY)}`
    ;[x, y] = [nextX, nextY]
    return piece
  })
  return [`M${round(startX)} ${round(startY)}`, ...pieces].join(' ')
}

const round = (value: number): number => Math.round(value * 10) / 10

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, sign => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)
