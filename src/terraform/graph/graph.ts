/**
 * What depends on what in a document, as Terraform sees it: references in templates and in bare addresses. Runs nothing,
 * needs no providers. Locals are passed through: who uses one depends on what it is made of.
 */

import { parseAddress } from '../document/address.js'
import { barePlaces } from '../document/bare-places.js'
import { blocksOf } from '../document/blocks.js'
import type { DocumentPath } from '../document/problem.js'
import { visitTemplates } from '../document/references/templates.js'
import type { TerraformDocument } from '../document/shape.js'
import { scanTemplate } from '../document/template/scan.js'

export type NodeKind = 'resource' | 'data' | 'ephemeral' | 'module' | 'output' | 'local' | 'stack'

export interface GraphNode {
  /** As Terraform names it: `aws_vpc.main`, `data.aws_ami.nixos`, `module.net`, `output.address`. */
  readonly name: string
  readonly kind: NodeKind
}

export interface Edge {
  /** What depends … */
  readonly from: string
  /** … on this. */
  readonly to: string
}

/** Sorted, without duplicates. */
export interface Graph {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly Edge[]
}

export const graphOf = (document: TerraformDocument): Graph => {
  const nodes = nodesOf(document)
  const needs = new Map<string, Set<string>>()
  const connect = (path: DocumentPath, names: readonly string[]) => {
    const [from, to] = [nameOfPlace(path), nameOfReference(names)]
    if (from === undefined || to === undefined || from === to) return
    if (!nodes.has(from) || !nodes.has(to)) return
    needs.set(from, (needs.get(from) ?? new Set()).add(to))
  }
  const known = new Map<string, readonly (readonly string[])[]>()
  visitTemplates(document, (text, path) => {
    const references = known.get(text) ?? scanTemplate(text).references
    known.set(text, references)
    for (const reference of references) connect(path(), reference)
  })
  for (const { kind, path, text } of barePlaces(document)) {
    if (kind !== 'object' && kind !== 'trigger') continue
    const steps = parseAddress(text) ?? []
    connect(
      path,
      steps.flatMap(step => ('name' in step ? [step.name] : [])),
    )
  }
  return withoutLocals(nodes, needs)
}

const nodesOf = (document: TerraformDocument): Map<string, NodeKind> => {
  const nodes = new Map<string, NodeKind>()
  for (const kind of ['resource', 'data', 'ephemeral', 'module', 'output'] as const)
    for (const { path } of blocksOf(document, kind)) {
      const name = nameOfPlace(path)
      if (name !== undefined) nodes.set(name, kind)
    }
  for (const { members } of blocksOf(document, 'locals'))
    for (const name of Object.keys(members)) nodes.set(`local.${name}`, 'local')
  return nodes
}

/** The block that a place of the document lies in. */
const nameOfPlace = (path: DocumentPath): string | undefined => {
  const [kind, ...names] = path.filter(step => typeof step === 'string')
  if (kind === 'locals') return names[0] === undefined ? undefined : `local.${names[0]}`
  const count = kind === 'module' || kind === 'output' ? 1 : 2
  if (names.length < count) return undefined
  const name = names.slice(0, count).join('.')
  return kind === 'resource' ? name : `${kind}.${name}`
}

const nameOfReference = ([first, second, third]: readonly string[]): string | undefined => {
  if (second === undefined) return undefined
  if (first === 'data' || first === 'ephemeral')
    return third === undefined ? undefined : `${first}.${second}.${third}`
  return `${first}.${second}`
}

const withoutLocals = (
  nodes: ReadonlyMap<string, NodeKind>,
  needs: ReadonlyMap<string, ReadonlySet<string>>,
): Graph => {
  const reached = (name: string, seen: Set<string>): readonly string[] =>
    [...(needs.get(name) ?? [])].flatMap(next => {
      if (nodes.get(next) !== 'local') return [next]
      if (seen.has(next)) return []
      return reached(next, seen.add(next))
    })
  const shown = [...nodes].filter(([, kind]) => kind !== 'local').sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    nodes: shown.map(([name, kind]) => ({ name, kind })),
    edges: shown.flatMap(([from]) =>
      [...new Set(reached(from, new Set()))]
        .filter(to => to !== from)
        .sort()
        .map(to => ({ from, to })),
    ),
  }
}

const grouped = (edges: readonly Edge[], way: 'from' | 'to'): ReadonlyMap<string, readonly Edge[]> => {
  const groups = new Map<string, Edge[]>()
  for (const edge of edges) {
    const group = groups.get(edge[way])
    if (group === undefined) groups.set(edge[way], [edge])
    else group.push(edge)
  }
  return groups
}

/** The nodes around one: what it needs, what needs it, and so on. */
export const around = ({ nodes, edges }: Graph, name: string): Graph => {
  const kept = new Set([name])
  const spread = (way: 'from' | 'to', back: 'from' | 'to') => {
    const next = grouped(edges, way)
    const seen = new Set([name])
    // A set that grows is gone through to its end.
    for (const one of seen) for (const edge of next.get(one) ?? []) seen.add(edge[back])
    for (const one of seen) kept.add(one)
  }
  spread('from', 'to')
  spread('to', 'from')
  return {
    nodes: nodes.filter(node => kept.has(node.name)),
    edges: edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
  }
}
