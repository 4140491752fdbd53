/**
 * Where a value comes from, put together of what Nix kept (the definitions on the way to it, with priority and
 * condition) and of what only the text still says: the words around a definition, and definitions that Nix dropped whole
 * (a `mkDefault` of an option that somebody defines, a module part under a false `mkIf`).
 */
import type { Position } from '../contracts/diagnostic.js'
import type { DefinitionSite } from '../nix/sites/definition-sites.js'
import type { Node } from './definitions.js'
import { defaultOrder, defaultPriority } from './winners.js'

/** What `nix/why.nix` answers. */
export interface WhyAnswer {
  readonly option: {
    readonly name: readonly string[]
    readonly declarations: readonly { file: string; line: number | null; column: number | null }[]
    readonly type: string | null
    readonly description: string | null
    readonly default: string | null
    readonly hasDefault: boolean
    readonly hasApply: boolean
    readonly isEmitted: boolean
    /** The option is one of a submodule, and `name` that of the option which holds the submodules. */
    readonly isInside: boolean
    /** The lowest priority number of its definitions. */
    readonly priority: number | null
    /** Of an option inside, where the lib tells: the same, of that option alone. */
    readonly insidePriority: number | null
  }
  readonly definitions: readonly KnownDefinition[]
  /** Definitions of what the path lies in that were dropped on the way. */
  readonly lost: readonly KnownDefinition[]
  /** Where the way ended before the path did, and the names that are there. */
  readonly missing: {
    readonly depth: number
    readonly names: readonly string[]
    /** Of a list. */
    readonly elements: number | null
  } | null
  readonly final: { readonly value?: Node }
  readonly files: readonly string[]
}

export interface KnownDefinition {
  readonly file: string
  readonly position: Position | null
  readonly depth: number
  readonly wins: boolean
  readonly condition: boolean | null
  readonly priority: number | null
  readonly order: number | null
  readonly value?: Node
  readonly members?: readonly string[]
  /** Made by the submodule that the option is in. */
  readonly isOwn?: boolean
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
  /** As written, outermost first. */
  readonly conditions: readonly string[]
}

/** All definitions of a value: those in use first, in the order in which they count. */
export const explainDefinitions = (
  answer: WhyAnswer,
  sites: ReadonlyMap<string, readonly DefinitionSite[]>,
): readonly WhyDefinition[] => {
  const known = answer.definitions.map(definition => withSite(definition, answer.definitions, sites))
  const taken = new Set(known.flatMap(({ site }) => (site === undefined ? [] : [site])))
  const dropped = [...sites].flatMap(([file, all]) =>
    all.filter(site => !taken.has(site)).flatMap(site => droppedDefinition(file, site, answer) ?? []),
  )
  const all = [...known.map(({ definition, site }) => describe(definition, site, answer)), ...dropped]
  return all.toSorted(
    (a, b) =>
      ranks[a.status] - ranks[b.status] ||
      (a.status === 'used' ? (a.order ?? defaultOrder) - (b.order ?? defaultOrder) : 0),
  )
}

const ranks: Readonly<Record<WhyStatus, number>> = { used: 0, default: 1, beaten: 2, 'false-condition': 3 }

interface Sited {
  readonly definition: KnownDefinition
  readonly site: DefinitionSite | undefined
}

/** Nix has positions of what is in sets; of a whole option it names the file, and the text has to say the place. */
const withSite = (
  definition: KnownDefinition,
  all: readonly KnownDefinition[],
  sites: ReadonlyMap<string, readonly DefinitionSite[]>,
): Sited => {
  const { position, file } = definition
  if (definition.isOwn) return { definition, site: undefined }
  if (position !== null)
    return {
      definition,
      site: sites
        .get(position.file)
        ?.find(site => site.position.line === position.line && site.position.column === position.column),
    }
  const here = (sites.get(file) ?? []).filter(site => couldBe(site, definition))
  const alike = all.filter(other => other.position === null && other.file === file)
  // As many places as definitions: they are in the same order. Else nobody can tell which is which.
  // One set that is written in pieces: its first piece has to do.
  if (alike.length === 1 && definition.members !== undefined) return { definition, site: here[0] }
  return { definition, site: here.length === alike.length ? here[alike.indexOf(definition)] : undefined }
}

const couldBe = ({ priority }: DefinitionSite, { priority: number }: KnownDefinition): boolean =>
  number === null || (priority === undefined ? defaultPriority : (priority.number ?? number)) === number

const describe = (
  definition: KnownDefinition,
  site: DefinitionSite | undefined,
  { option }: WhyAnswer,
): WhyDefinition => {
  const isDefault = option.hasDefault && definition.priority === optionDefaultPriority
  const position = isDefault ? declaredAt(option) : (definition.position ?? site?.position)
  return {
    status: isDefault
      ? 'default'
      : definition.wins && !isBeatenInside(definition, option)
        ? 'used'
        : definition.condition === false
          ? 'false-condition'
          : 'beaten',
    file: definition.file,
    conditions: site?.conditions ?? [],
    ...(definition.isOwn && !isDefault ? { inSubmodule: true } : {}),
    ...(position === undefined ? {} : { position }),
    ...(definition.value === undefined ? {} : { value: definition.value }),
    ...(definition.members === undefined ? {} : { members: definition.members }),
    ...(definition.priority === null ? {} : { priority: definition.priority }),
    ...(site?.priority === undefined ? {} : { priorityFunction: site.priority.function }),
    ...(definition.order === null ? {} : { order: definition.order }),
  }
}

/** By what the submodule says itself. */
const isBeatenInside = ({ priority }: KnownDefinition, { insidePriority }: WhyAnswer['option']): boolean =>
  insidePriority !== null && (priority ?? defaultPriority) > insidePriority

/** nixpkgs' mkOptionDefault, which is what an option's own default counts as. */
const optionDefaultPriority = 1500

const declaredAt = ({ declarations: [first] }: WhyAnswer['option']): Position | undefined =>
  first === undefined || first.line === null || first.column === null
    ? undefined
    : { file: first.file, line: first.line, column: first.column }

/**
 * Why the evaluation has nothing of a place that the text has. Undefined: there is no reason to be seen, so that it is
 * probably no part of the modules (a set that is handed to a function, say).
 */
const droppedDefinition = (
  file: string,
  site: DefinitionSite,
  { option, lost }: WhyAnswer,
): WhyDefinition | undefined => {
  const reason = lostTo(file, site, lost) ?? ofTheOption(site, option.priority)
  if (reason === undefined) return undefined
  const number = site.priority?.number ?? (site.priority === undefined ? defaultPriority : undefined)
  return {
    status: reason,
    file,
    position: site.position,
    conditions: site.conditions,
    ...(number === undefined ? {} : { priority: number }),
    ...(site.priority === undefined ? {} : { priorityFunction: site.priority.function }),
  }
}

/** What encloses it was dropped on the way, in the same file. */
const lostTo = (
  file: string,
  site: DefinitionSite,
  lost: readonly KnownDefinition[],
): WhyStatus | undefined => {
  const enclosing = lost.filter(one => one.file === file)
  if (enclosing.some(one => one.condition === false) && site.conditions.length > 0) return 'false-condition'
  return enclosing.some(one => one.condition !== false) ? 'beaten' : undefined
}

const ofTheOption = (
  { conditions, priority }: DefinitionSite,
  least: number | null,
): WhyStatus | undefined => {
  const number = priority === undefined ? defaultPriority : priority.number
  if (conditions.length === 0)
    return least !== null && number !== undefined && number > least ? 'beaten' : undefined
  return least !== null && number !== undefined && number > least ? 'beaten' : 'false-condition'
}
