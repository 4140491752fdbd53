/**
 * The module system's last step, as a pure function: definitions document → merged document.
 *
 * The emitted options all have one type, terranix' recursive one: null, bool, int, float, string, attribute sets and
 * lists of the same. Its rules, from nixpkgs' lib/types.nix: sets merge member by member, lists concatenate, equal
 * scalars are one, null goes only with null, and all else is a conflict. Members without a definition whose condition
 * holds do not exist. Every problem of a document is found in one go; nothing is thrown.
 */
import type { Json } from '../nix/evaluate.js'
import { conflict, nestedProperty, nullConflict, wrongType } from './conflict.js'
import type { DefinitionsDocument, DefinitionsNode, Node, StringContext, TaggedNode } from './definitions.js'
import type { DefinitionPath, DefinitionStep, MergedDocument, MergedValue, MergeProblem } from './document.js'
import { kindOf } from './kind.js'
import { floatOf, integerOf } from './numbers.js'
import { definitionOf, priorityOf, winnersOf } from './winners.js'

export interface MergeOptions {
  /** Says how a string that names store paths is written in the document. Default: as it is. */
  readonly rewrite?: (text: string, context: Readonly<Record<string, StringContext>>) => string
}

export interface Merged {
  readonly document: MergedDocument
  readonly problems: readonly MergeProblem[]
}

/** Merges all emitted options. Where `problems` is not empty, the document lacks the values they are about. */
export const mergeDocument = (definitions: DefinitionsDocument, options: MergeOptions = {}): Merged => {
  const state: State = {
    files: definitions.files,
    context: new Map(),
    problems: [],
    rewrite: options.rewrite ?? (text => text),
    hasNulls: false,
  }
  const merged: Record<string, MergedValue> = {}
  for (const name of Object.keys(definitions.options)) {
    const node = definitions.options[name]!
    const trail: Trail = { step: name, outer: undefined }
    const value =
      node._type === 'computed' ? mergeNode(node.value, trail, state) : mergeDefinitions(node, trail, state)
    if (value !== undefined) merged[name] = value
  }
  return {
    document: {
      options: merged,
      context: Object.fromEntries(state.context),
      hasNulls: state.hasNulls,
      definitions,
    },
    problems: state.problems,
  }
}

interface State {
  readonly files: readonly string[]
  readonly context: Map<string, StringContext>
  readonly problems: MergeProblem[]
  readonly rewrite: NonNullable<MergeOptions['rewrite']>
  hasNulls: boolean
}

/** The way here, as a linked list: a path array a node would cost more than the merge. */
interface Trail {
  readonly step: DefinitionStep
  readonly outer: Trail | undefined
}

const pathOf = (trail: Trail): DefinitionPath => {
  const steps: DefinitionStep[] = []
  for (let at: Trail | undefined = trail; at !== undefined; at = at.outer) steps.push(at.step)
  return steps.reverse() as unknown as DefinitionPath
}

/**
 * The only definition at a path. `undefined`: there is no value. Most of a document is plain data under one definition:
 * that is handed on as it is, and nothing is copied.
 */
const mergeNode = (node: Node, trail: Trail, state: State): MergedValue | undefined => {
  return isPlain(node, state) ? node : mergeParts(node, trail, state)
}

/** The same of what is known not to be plain: it is gone through part by part. */
const mergeParts = (node: Node, trail: Trail, state: State): MergedValue | undefined => {
  if (Array.isArray(node)) return mergeList(node, 0, trail, state)
  if ('_type' in (node as object)) return mergeTagged(node as TaggedNode, trail, state)
  return mergeMembers(node as Readonly<Record<string, Node>>, trail, state)
}

/** Whether there is no tagged node in it. */
const isPlain = (node: Node, state: State): node is Json => {
  if (node === null) state.hasNulls = true
  if (node === null || typeof node !== 'object') return true
  if (Array.isArray(node)) return node.every(element => isPlain(element, state))
  if ('_type' in node) return false
  const set = node as Readonly<Record<string, Node>>
  for (const name in set) if (!isPlain(set[name]!, state)) return false
  return true
}

/** Most members are plain: the set is copied as a whole, which costs less than member by member. */
const mergeMembers = (set: Readonly<Record<string, Node>>, outer: Trail, state: State): MergedValue => {
  const merged: Record<string, MergedValue> = { ...(set as Readonly<Record<string, MergedValue>>) }
  let without: string[] | undefined
  for (const step of Object.keys(set)) {
    const node = set[step]!
    if (isPlain(node, state)) continue
    const value = mergeParts(node, { step, outer }, state)
    if (value === undefined) {
      without ??= []
      without.push(step)
    } else assign(merged, step, value)
  }
  if (without === undefined) return merged
  return Object.fromEntries(Object.entries(merged).filter(([name]) => !without.includes(name)))
}

const mergeList = (
  list: readonly Node[],
  winner: number,
  trail: Trail,
  state: State,
): readonly MergedValue[] => {
  const merged: MergedValue[] = []
  list.forEach((element, entry) => {
    const value = mergeNode(element, { step: { winner, entry }, outer: trail }, state)
    if (value !== undefined) merged.push(value)
  })
  return merged
}

const mergeTagged = (node: TaggedNode, trail: Trail, state: State): MergedValue | undefined => {
  switch (node._type) {
    case 'definitions':
      return mergeDefinitions(node, trail, state)
    case 'string':
      for (const path of Object.keys(node.context))
        state.context.set(path, joinContext(state.context.get(path), node.context[path]!))
      return state.rewrite(node.value, node.context)
    case 'int':
      return integerOf(node)
    case 'float':
      return floatOf(node)
    case 'set':
      return mergeMembers(node.value, trail, state)
    case 'function':
      state.problems.push(wrongType(pathOf(trail), [{ node }]))
      return undefined
    case 'property':
      state.problems.push(nestedProperty(pathOf(trail), node.property, [{ node }]))
      return undefined
  }
}

const joinContext = (a: StringContext | undefined, b: StringContext): StringContext =>
  a === undefined
    ? b
    : {
        ...a,
        ...b,
        ...(a.outputs || b.outputs
          ? { outputs: [...new Set([...(a.outputs ?? []), ...(b.outputs ?? [])])].sort() }
          : {}),
      }

/** All definitions at a path. */
const mergeDefinitions = (node: DefinitionsNode, trail: Trail, state: State): MergedValue | undefined => {
  if (node.members !== undefined) return mergeMembers(node.members, trail, state)
  const lone = loneScalar(node)
  if (lone !== undefined) return lone
  const winners = winnersOf(node)
  if (winners.length === 0) return undefined

  const values = winners.map(winner => winner.definition.value!)
  const kinds = values.map(kindOf)
  const shown = () =>
    node.of.map(definitionOf).map((definition, place) => {
      const used = winners.some(winner => winner.place === place)
      return used ? { file: fileName(definition.file, state), node: definition.value! } : undefined
    })

  const broken = kinds.findIndex(kind => kind === 'function' || kind === 'property')
  if (broken >= 0) {
    const value = values[broken] as TaggedNode
    state.problems.push(
      value._type === 'property'
        ? nestedProperty(pathOf(trail), value.property, shown())
        : wrongType(pathOf(trail), shown()),
    )
    return undefined
  }

  const kind = kinds[0]!
  if (kinds.some(other => other !== kind)) {
    state.problems.push(
      kinds.includes('null') ? nullConflict(pathOf(trail), shown()) : conflict(pathOf(trail), kinds, shown()),
    )
    return undefined
  }
  if (kind === 'list')
    return winners.flatMap(winner =>
      mergeList(winner.definition.value as readonly Node[], winner.index, trail, state),
    )
  if (kind === 'set') return mergeNode(values[0]!, trail, state)

  const scalars = values.map(value => mergeNode(value, trail, state))
  if (scalars.some(scalar => scalar !== scalars[0])) {
    state.problems.push(conflict(pathOf(trail), kinds, shown()))
    return undefined
  }
  return scalars[0]
}

/** The value at a path, where one definition wins and has a scalar: what most overrides come to. */
const loneScalar = ({ of }: DefinitionsNode): string | number | boolean | undefined => {
  let least = Number.POSITIVE_INFINITY
  let found: Node | undefined
  for (const definition of of) {
    // Without a value: it is beaten.
    if (typeof definition === 'number') continue
    const priority = priorityOf(definition)
    if (definition.condition === false || priority > least) continue
    if (priority === least) return undefined
    least = priority
    found = definition.value
  }
  return found === null || typeof found === 'object' ? undefined : found
}

const fileName = (file: number | string, state: State): string =>
  typeof file === 'string' ? file : (state.files[file] ?? '<unknown-file>')

/** A member whatever its name: `__proto__` is an ordinary one in Nix. */
const assign = (set: Record<string, MergedValue>, name: string, value: MergedValue): void => {
  if (name === '__proto__')
    Object.defineProperty(set, name, { value, enumerable: true, configurable: true, writable: true })
  else set[name] = value
}
