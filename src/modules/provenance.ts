/**
 * Where a value of the merged document comes from. The merge keeps no record of it; this walks the definitions once more
 * to one place, by the merge's own rules (merge.ts), when somebody asks.
 */
import type { Definition, DefinitionsDocument, DefinitionsNode, Node, TaggedNode } from './definitions.js'
import type {
  DefinitionPath,
  DefinitionStep,
  MergedValue,
  Provenance,
  ProvenanceDefinition,
} from './document.js'
import { floatOf, integerOf } from './numbers.js'
import { defaultOrder, definitionOf, priorityOf, type Winner, winnersOf } from './winners.js'

/**
 * The definitions at a path of the merged document: names, and indices of merged lists. Of a path that leads further
 * than the definitions do (a member that nobody defines, an option that Nix merged itself), what is nearest above it.
 * `undefined`: nobody defines the option.
 */
export const provenanceOf = (
  document: DefinitionsDocument,
  path: readonly [string, ...(string | number)[]],
): Provenance | undefined => {
  const [option, ...steps] = path
  const root = Object.hasOwn(document.options, option) ? document.options[option]! : undefined
  if (root === undefined) return undefined
  if (root._type === 'computed')
    return {
      path: withNames(option, steps),
      definitions: root.files.map(file => describe({ file }, document, 'used')),
    }

  let place: Place = { node: root, definition: definitionOf(root.of[0]!) }
  const trail: DefinitionStep[] = []
  for (const step of steps) {
    const next = descend(place, step)
    if (next === undefined) break
    trail.push(next.step)
    place = next.place
  }
  return { path: [option, ...trail], definitions: definitionsAt(place, document) }
}

/** A node, and the definition that it is part of, where that is one. */
interface Place {
  readonly node: Node
  readonly definition: Definition
}

interface Descent {
  readonly step: DefinitionStep
  readonly place: Place
}

/** Nix has merged the values; names still lead to their definitions, indices no longer do. */
const withNames = (option: string, steps: readonly (string | number)[]): DefinitionPath => {
  const index = steps.findIndex(step => typeof step === 'number')
  return [option, ...((index < 0 ? steps : steps.slice(0, index)) as string[])]
}

const isTagged = (node: Node): node is TaggedNode =>
  node !== null && typeof node === 'object' && !Array.isArray(node) && '_type' in node

const descend = (place: Place, step: string | number): Descent | undefined => {
  const { node } = place
  if (isTagged(node)) {
    if (node._type === 'set') return member(node.value, step, place.definition)
    return node._type === 'definitions' ? amongDefinitions(node, step) : undefined
  }
  if (node === null || typeof node !== 'object') return undefined
  if (Array.isArray(node)) {
    if (typeof step !== 'number') return undefined
    return element([{ list: node, winner: 0, definition: place.definition }], step)
  }
  return member(node as Readonly<Record<string, Node>>, step, place.definition)
}

const member = (
  set: Readonly<Record<string, Node>>,
  step: string | number,
  definition: Definition,
): Descent | undefined =>
  typeof step === 'string' && Object.hasOwn(set, step)
    ? { step, place: { node: set[step]!, definition } }
    : undefined

const amongDefinitions = (node: DefinitionsNode, step: string | number): Descent | undefined => {
  const winners = winnersOf(node)
  if (node.members === undefined) return amongValues(winners, step)
  const owner = node.rest?.findIndex(names => names.includes(step as string)) ?? -1
  const { definition } = winners[owner + 1]!
  return member(node.members, step, definition)
}

const amongValues = (winners: readonly Winner[], step: string | number): Descent | undefined => {
  const lists = winners.flatMap(({ definition, index }) =>
    Array.isArray(definition.value)
      ? [{ list: definition.value as readonly Node[], winner: index, definition }]
      : [],
  )
  if (lists.length > 0) return typeof step === 'number' ? element(lists, step) : undefined
  const [first] = winners
  return first?.definition.value === undefined
    ? undefined
    : descend({ node: first.definition.value, definition: first.definition }, step)
}

interface DefinedList {
  readonly list: readonly Node[]
  readonly winner: number
  readonly definition: Definition
}

/** Lists concatenate in their order, without the elements whose conditions do not hold. */
const element = (lists: readonly DefinedList[], index: number): Descent | undefined => {
  let left = index
  for (const { list, winner, definition } of lists)
    for (const [entry, node] of list.entries())
      if (hasValue(node) && left-- === 0) return { step: { winner, entry }, place: { node, definition } }
  return undefined
}

const hasValue = (node: Node): boolean =>
  !isTagged(node) || node._type !== 'definitions' || winnersOf(node).length > 0

const definitionsAt = (place: Place, document: DefinitionsDocument): readonly ProvenanceDefinition[] => {
  const { node, definition } = place
  if (!isTagged(node) || node._type !== 'definitions')
    return [describe({ ...definition, value: node }, document, 'used')]
  const used = new Set(winnersOf(node).map(winner => winner.place))
  return node.of
    .map(definitionOf)
    .map((one, index) =>
      describe(
        one,
        document,
        used.has(index) ? 'used' : one.condition === false ? 'false-condition' : 'beaten',
      ),
    )
}

const describe = (
  definition: Definition,
  { files }: DefinitionsDocument,
  status: ProvenanceDefinition['status'],
): ProvenanceDefinition => {
  const { file, order = defaultOrder } = definition
  const value = definition.value === undefined ? undefined : leafValue(definition.value)
  return {
    file: typeof file === 'string' ? file : (files[file] ?? '<unknown-file>'),
    priority: priorityOf(definition),
    order,
    status,
    ...(value === undefined ? {} : { value }),
  }
}

/** Scalars, and lists of them; whatever has members has provenance of its own for each. */
const leafValue = (node: Node): MergedValue | undefined => {
  if (node === null || typeof node !== 'object') return node
  if (Array.isArray(node)) {
    const elements = node.map(leafValue)
    return elements.every(one => one !== undefined) ? elements : undefined
  }
  if (!isTagged(node)) return undefined
  if (node._type === 'string') return node.value
  if (node._type === 'int') return integerOf(node)
  return node._type === 'float' ? floatOf(node) : undefined
}
