/**
 * Where a value comes from, put together of what Nix knows (the definitions on the way to it, with priority and
 * condition) and of what only the text says: the words around a definition, and what stands inside of something that was
 * beaten or whose condition is false, which Nix must not look into.
 */
import type { Position } from '../contracts/diagnostic.js'
import type { DefinitionSite } from '../nix/sites/definition-sites.js'
import type { Node } from './definitions.js'
import { showValuePath, type ValuePath } from './value-path.js'
import type { KnownDefinition, WhyAnswer } from './why-answer.js'
import { defaultOrder, defaultPriority } from './winners.js'

/** What the text of a file says of the definitions of a path. */
export interface TextSites {
  /** Those that are written out in the file, as far as the text alone can tell. */
  readonly written: readonly DefinitionSite[]
  /** The one that starts at a place; several are parts of it, in their order. */
  readonly at: (position: Position) => readonly DefinitionSite[]
  /** Where another option's definitions are handed on to the path. */
  readonly rename: () => Position | undefined
}

export type WhyStatus = 'used' | 'beaten' | 'false-condition' | 'default'

export interface WhyDefinition {
  readonly status: WhyStatus
  readonly file: string
  readonly position?: Position
  /** Of a used definition: its own part of the value. */
  readonly value?: Node
  /** Of a used definition that is a set: the names in it. */
  readonly members?: readonly string[]
  readonly priority?: number
  /** `mkForce`, where the text says so. */
  readonly priorityFunction?: string
  readonly order?: number
  /** Made by the submodule itself, wherever in the file. */
  readonly inSubmodule?: boolean
  /** Where it is what the definition stands in that is beaten: the path of that, and what wins there. */
  readonly beatenAt?: { readonly path: string; readonly priority: number; readonly position?: Position }
  /** As written, outermost first. */
  readonly conditions: readonly string[]
}

/** All definitions of a value: those in use first, in the order in which they count. */
export const explainDefinitions = (
  answer: WhyAnswer,
  texts: ReadonlyMap<string, TextSites>,
  path: ValuePath,
): readonly WhyDefinition[] => {
  const definitions = answer.definitions.map(definition => placed(definition, texts))
  const known = new Set(definitions.flatMap(({ position }) => (position === null ? [] : [keyOf(position)])))
  const dropped = [...texts].flatMap(([file, { written }]) =>
    written
      .filter(site => !known.has(keyOf(site.position)))
      .flatMap(site => droppedDefinition(file, site, answer.lost, path) ?? []),
  )
  return [
    ...definitions.map(one => describe(one, siteOf(one, definitions, texts), answer)),
    ...dropped,
  ].toSorted(
    (a, b) =>
      ranks[a.status] - ranks[b.status] ||
      (a.status === 'used' ? (a.order ?? defaultOrder) - (b.order ?? defaultOrder) : 0),
  )
}

const keyOf = ({ file, line, column }: Position): string => `${file}:${line}:${column}`

/** A module that the lib makes has no places of its own. */
const placed = (definition: KnownDefinition, texts: ReadonlyMap<string, TextSites>): KnownDefinition =>
  definition.position !== null || definition.isDefault
    ? definition
    : { ...definition, position: texts.get(definition.file)?.rename() ?? null }

/** As many parts as definitions: they are in the same order. Else what is said of all of them. */
const siteOf = (
  definition: KnownDefinition,
  all: readonly KnownDefinition[],
  texts: ReadonlyMap<string, TextSites>,
): DefinitionSite | undefined => {
  const { position } = definition
  if (position === null) return undefined
  const sites = texts.get(position.file)?.at(position) ?? []
  const here = all.filter(other => other.position !== null && keyOf(other.position) === keyOf(position))
  if (sites.length === here.length) return sites[here.indexOf(definition)]
  const [first, ...others] = sites
  if (first === undefined || others.length === 0) return first
  const conditions = first.conditions.filter((one, index) =>
    others.every(other => other.conditions[index] === one),
  )
  return { position, enclosing: first.enclosing, conditions }
}

const ranks: Readonly<Record<WhyStatus, number>> = { used: 0, default: 1, beaten: 2, 'false-condition': 3 }

const describe = (
  definition: KnownDefinition,
  site: DefinitionSite | undefined,
  { option }: WhyAnswer,
): WhyDefinition => {
  const { isDefault } = definition
  const position = isDefault ? declaredAt(option) : definition.position
  // Nix does not look behind a false condition.
  const priority = definition.condition === false ? priorityOf(site) : definition.priority
  // Around the place there may be functions that concern another path.
  const named = [priority, undefined].includes(site?.priority?.number) ? site?.priority : undefined
  return {
    status: definition.wins
      ? isDefault
        ? 'default'
        : 'used'
      : definition.condition === false
        ? 'false-condition'
        : 'beaten',
    file: definition.file,
    conditions: site?.conditions ?? [],
    ...(definition.isOwn && !isDefault ? { inSubmodule: true } : {}),
    ...(position === null ? {} : { position }),
    ...(definition.value === undefined ? {} : { value: definition.value }),
    ...(definition.members === undefined ? {} : { members: definition.members }),
    ...(priority === null ? {} : { priority }),
    ...(named === undefined ? {} : { priorityFunction: named.function }),
    ...(definition.order === null ? {} : { order: definition.order }),
  }
}

const priorityOf = (site: DefinitionSite | undefined): number | null =>
  site === undefined ? null : site.priority === undefined ? defaultPriority : (site.priority.number ?? null)

const declaredAt = ({ declarations: [first] }: WhyAnswer['option']): Position | null =>
  first === undefined || first.line === null || first.column === null
    ? null
    : { file: first.file, line: first.line, column: first.column }

/**
 * A place that the text has and the evaluation has not, because what encloses it was dropped on the way. Undefined: there
 * is no reason to be seen, so that it is probably no part of the modules (a set that is handed to a function, say).
 */
const droppedDefinition = (
  file: string,
  site: DefinitionSite,
  lost: readonly KnownDefinition[],
  path: ValuePath,
): WhyDefinition | undefined => {
  const loser = lostWith(site, lost)
  if (loser === undefined) return undefined
  const priority = priorityOf(site)
  const isBeaten = loser.condition !== false
  return {
    status: isBeaten ? 'beaten' : 'false-condition',
    file,
    ...(isBeaten && loser.winner !== undefined ? { beatenAt: wonBy(loser, loser.winner, path) } : {}),
    position: site.position,
    conditions: site.conditions,
    ...(priority === null ? {} : { priority }),
    ...(site.priority === undefined ? {} : { priorityFunction: site.priority.function }),
  }
}

const lostWith = (
  { conditions, enclosing }: DefinitionSite,
  lost: readonly KnownDefinition[],
): KnownDefinition | undefined => {
  const around = new Set(enclosing.map(keyOf))
  const losers = lost.filter(({ position }) => position !== null && around.has(keyOf(position)))
  const refused = losers.find(one => one.condition === false)
  return refused !== undefined && conditions.length > 0
    ? refused
    : losers.find(one => one.condition !== false)
}

const wonBy = (
  { depth }: KnownDefinition,
  { priority, position }: NonNullable<KnownDefinition['winner']>,
  path: ValuePath,
): NonNullable<WhyDefinition['beatenAt']> => ({
  path: showValuePath(path.slice(0, depth) as unknown as ValuePath),
  priority,
  ...(position === null ? {} : { position }),
})
