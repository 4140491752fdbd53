/** The definitions of one path: what Nix knows of them, placed in the project, with what the texts say. */
import { type Position, TerraneError } from '../contracts/diagnostic.js'
import type { ValuePath } from '../modules/value-path.js'
import { explainDefinitions, type TextSites, type WhyDefinition } from '../modules/why.js'
import type { KnownDefinition, WhyAnswer } from '../modules/why-answer.js'
import type { Json } from '../nix/evaluate.js'
import { inCharacters } from '../nix/place-in-characters.js'
import { definitionSites } from '../nix/sites/definition-sites.js'
import { moduleFiles } from '../nix/sites/module-files.js'
import { renameTo } from '../nix/sites/renames.js'
import { siteFinder } from '../nix/sites/site-at.js'
import type { CompileOptions } from './compile-options.js'
import type { Engine } from './engine.js'
import { fileInCheckout } from './flake.js'
import { nixFolder } from './nix-folder.js'
import { runtimeRequest } from './request.js'

/** The answer where no option has the path. */
export interface NoOption {
  readonly option: null
  readonly taken: readonly string[]
  /** Null: there are no modules, the entry is a derivation. */
  readonly names: readonly string[] | null
}

/** The definitions of an option alone, those in use first; of a project that need not evaluate as a whole. Never throws. */
export const definitionsOf = async (
  path: ValuePath,
  engine: Engine,
  options: CompileOptions,
): Promise<readonly WhyDefinition[]> => {
  try {
    const request = runtimeRequest(options, 'why', { why: { path, withResult: false, withValues: true } })
    const answer = (await engine.evaluate(request)) as Json & (WhyAnswer | NoOption)
    return answer.option === null ? [] : told(path, placeInProject(answer, options), options).definitions
  } catch (error) {
    if (error instanceof TerraneError) return []
    throw error
  }
}

/** What Nix knows with what the texts say. */
export const told = (path: ValuePath, answer: WhyAnswer, options: CompileOptions) => {
  const files = moduleFiles(entryFiles(answer, options))
  const names = path.filter(step => typeof step === 'string')
  // An element of a list has no name to look for.
  const isNamed = names.length === path.length
  const texts = new Map<string, TextSites>()
  for (const [file, tree] of files) {
    const find = siteFinder(tree)
    const written = isNamed ? definitionSites(tree, names) : []
    texts.set(file, {
      written,
      at: position => find(position, names.at(-1)),
      rename: () => renameTo(tree, names),
    })
  }
  // Of terrane's own modules only what counts is of interest.
  const definitions = answer.definitions.filter(one => one.wins || !one.file.startsWith(nixFolder()))
  return { files, names, definitions: explainDefinitions({ ...answer, definitions }, texts, path) }
}

/** Columns in characters; places in the store's copy of a flake are places of the checkout. */
export const placeInProject = (answer: WhyAnswer, options: CompileOptions): WhyAnswer => {
  const flake = options.entries.find(entry => entry.kind === 'flake')
  const back = <Place extends { readonly file: string }>(place: Place): Place =>
    flake === undefined ? place : { ...place, file: fileInCheckout(place.file, flake.flake) }
  const placed = (position: Position | null) => (position === null ? null : back(inCharacters(position)))
  const definition = (one: KnownDefinition): KnownDefinition => ({
    ...back(one),
    position: placed(one.position),
    ...(one.winner === undefined ? {} : { winner: { ...one.winner, position: placed(one.winner.position) } }),
  })
  return {
    ...answer,
    option: {
      ...answer.option,
      declarations: answer.option.declarations.map(place => back(inCharacters(place))),
    },
    definitions: answer.definitions.map(definition),
    lost: answer.lost.map(definition),
    files: answer.files.map(file => back({ file }).file),
  }
}

/** Terrane's own modules define nothing of the user's. */
const entryFiles = ({ files }: WhyAnswer, { entries }: CompileOptions): readonly string[] => [
  ...entries.flatMap(entry => (entry.kind === 'file' ? [entry.path] : [])),
  ...files.filter(file => !file.startsWith(nixFolder())),
]
