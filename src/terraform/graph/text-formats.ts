/** A graph in the languages of Graphviz and of Mermaid. */
import type { Graph, NodeKind } from './graph.js'

const shapes: Readonly<Record<NodeKind, string>> = {
  resource: 'box',
  data: 'note',
  ephemeral: 'note',
  module: 'component',
  stack: 'component',
  output: 'cds',
  local: 'plaintext',
}

/** https://graphviz.org/doc/info/lang.html */
export const renderDot = ({ nodes, edges }: Graph): string => {
  const quoted = (name: string) => `"${name.replace(/["\\]/g, '\\$&')}"`
  return [
    'digraph terrane {',
    '  rankdir = "LR"',
    '  node [fontname = "sans-serif"]',
    ...nodes.map(({ name, kind }) => `  ${quoted(name)} [shape = ${shapes[kind]}]`),
    ...edges.map(({ from, to }) => `  ${quoted(from)} -> ${quoted(to)}`),
    '}',
    '',
  ].join('\n')
}

const mermaidShapes: Readonly<Record<NodeKind, readonly [string, string]>> = {
  resource: ['[', ']'],
  data: ['[/', '/]'],
  ephemeral: ['[/', '/]'],
  module: ['[[', ']]'],
  stack: ['[[', ']]'],
  output: ['([', '])'],
  local: ['[', ']'],
}

/** https://mermaid.js.org/syntax/flowchart.html; numbers stand for names, which may be words of its own. */
export const renderMermaid = ({ nodes, edges }: Graph): string => {
  const ids = new Map(nodes.map(({ name }, index) => [name, `n${index}`]))
  return [
    'flowchart LR',
    ...nodes.map(({ name, kind }) => {
      const [open, close] = mermaidShapes[kind]
      return `  ${ids.get(name)}${open}"${name.replace(/"/g, '#quot;')}"${close}`
    }),
    ...edges.map(({ from, to }) => `  ${ids.get(from)} --> ${ids.get(to)}`),
    '',
  ].join('\n')
}
