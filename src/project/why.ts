/** Asks a project where a value comes from: Nix for what it knows, the files for what it has dropped. */
import { failure, type Position, TerraneError } from '../contracts/diagnostic.js'
import { nearest } from '../contracts/nearest.js'
import type { Node } from '../modules/definitions.js'
import { showComponent } from '../modules/option-path.js'
import { showValuePath, type ValuePath } from '../modules/value-path.js'
import { explainDefinitions, type WhyAnswer, type WhyDefinition } from '../modules/why.js'
import type { Json } from '../nix/evaluate.js'
import { type DefinitionSite, definitionSites } from '../nix/sites/definition-sites.js'
import { moduleFiles } from '../nix/sites/module-files.js'
import { type ReadSite, readSites } from '../nix/sites/read-sites.js'
import type { SourceTree } from '../nix/sites/source-tree.js'
import { explained, lookingTwice } from './ask.js'
import type { CompileOptions } from './compile-options.js'
import { chooseEngine, type Engine } from './engine.js'
import { fileInCheckout } from './flake.js'
import { nixFolder } from './nix-folder.js'
import { runtimeRequest } from './request.js'
import { carefulEngine } from './source-check.js'

export interface WhyReport {
  readonly path: string
  /** The merged value. Absent where it does not evaluate, or nobody defines it. */
  readonly value?: Node
  /** Why there is no value, in Nix' words. */
  readonly failure?: string
  readonly option: {
    readonly name: string
    /** Declared by terrane itself, not in a file of the project. */
    readonly isCore: boolean
    readonly declarations: readonly Position[]
    readonly type: string | null
    readonly description: string | null
    readonly default: string | null
    /** Whether an `apply` makes something else of what is defined. */
    readonly hasApply: boolean
  }
  /** Those in use first. */
  readonly definitions: readonly WhyDefinition[]
  readonly reads: readonly ReadSite[]
}

/**
 * Where the value at a path comes from. Throws `module-unknown-option` where no option has that path,
 * `module-undefined-path` where nothing defines it, and what evaluating the project throws.
 */
export const why = async (path: ValuePath, options: CompileOptions): Promise<WhyReport> => {
  const engine = carefulEngine(await chooseEngine(options.engine), options)
  const { answer, failed } = await askWhy(path, engine, options)
  if (answer.option === null) throw unknownOption(path, answer)
  const inProject = placeInProject(answer, options)
  const { definitions, files, names } = told(path, inProject, options)
  if (definitions.length === 0 && inProject.final.value === undefined && failed === undefined)
    throw undefinedPath(path, inProject)
  const { option, final } = inProject
  return {
    path: showValuePath(path),
    ...(final.value === undefined ? {} : { value: final.value }),
    ...(failed === undefined ? {} : { failure: failed }),
    option: {
      name: showValuePath(option.isInside ? path : option.name),
      isCore: option.declarations.every(({ file }) => file.startsWith(nixFolder())),
      declarations: placesOf(option),
      type: option.type,
      description: option.description,
      default: option.default,
      hasApply: option.hasApply,
    },
    definitions,
    reads: readsOf(files, names, inProject),
  }
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
const told = (path: ValuePath, answer: WhyAnswer, options: CompileOptions) => {
  const files = moduleFiles(entryFiles(answer, options))
  const names = path.filter(step => typeof step === 'string')
  const sites = new Map<string, readonly DefinitionSite[]>()
  // An element of a list has no name to look for: the list has.
  const index = path.findIndex(step => typeof step === 'number')
  for (const [file, tree] of files)
    sites.set(file, definitionSites(tree, index < 0 ? names : names.slice(0, index)))
  return { files, names, definitions: explainDefinitions(answer, sites) }
}

interface Asked {
  readonly answer: WhyAnswer | NoOption
  readonly failed?: string
}

interface NoOption {
  readonly option: null
  readonly taken: readonly string[]
  /** Null: there are no modules, the entry is a derivation. */
  readonly names: readonly string[] | null
}

/** With all values; where that fails, without what may have failed. */
const askWhy = async (path: ValuePath, engine: Engine, options: CompileOptions): Promise<Asked> => {
  let first: TerraneError | undefined
  for (const [withResult, withValues] of [
    [true, true],
    [false, true],
    [false, false],
  ] as const)
    try {
      const request = runtimeRequest(options, 'why', { why: { path, withResult, withValues } })
      // Only the first failure is shown.
      const answering = first === undefined ? lookingTwice(engine, request) : engine.evaluate(request)
      const answer = (await answering) as Json & (WhyAnswer | NoOption)
      return { answer, ...(first === undefined ? {} : { failed: first.diagnostics[0].message }) }
    } catch (error) {
      if (!(error instanceof TerraneError)) throw error
      first ??= error
    }
  throw await explained(first!, engine, options)
}

const unknownOption = (path: ValuePath, { taken, names }: NoOption) => {
  const shown = showValuePath(path)
  if (names === null)
    return failure('nix-unsupported', 'the output is a derivation: nobody knows where its values come from', {
      hint: 'Give the modules themselves as the output, in terraneConfigurations or terraneModules.',
    })
  if (taken.length === path.length)
    return failure('usage', `\`${shown}' is a group of options: name one of them`, {
      notes: [`it has ${names.map(showComponent).join(', ')}`],
    })
  const wrong = String(path[taken.length])
  const address = addressMeant(path)
  const similar = address === undefined ? nearest(wrong, names) : undefined
  if (address !== undefined)
    return failure('module-unknown-option', `The option \`${shown}' does not exist.`, {
      hint: `did you mean \`${showValuePath(address)}', as modules call it?`,
    })
  return failure('module-unknown-option', `The option \`${shown}' does not exist.`, {
    hint:
      similar === undefined
        ? 'Name an option of the project, or a value of the document, as in resource.TYPE.NAME.ARGUMENT.'
        : `did you mean \`${showValuePath([...taken, similar])}'?`,
  })
}

/** The path of what Terraform calls so: `aws_instance.web.ami`, `var.region`, `local.name`. */
const addressMeant = ([first, ...rest]: ValuePath): ValuePath | undefined => {
  if (rest.length === 0 || typeof first !== 'string') return undefined
  if (first === 'var') return ['variable', ...rest]
  if (first === 'local') return ['locals', ...rest]
  return /^[a-z0-9]+_[a-z0-9_]+$/.test(first) ? ['resource', first, ...rest] : undefined
}

const undefinedPath = (path: ValuePath, { missing, option }: WhyAnswer) => {
  const depth = missing?.depth ?? option.name.length
  const names = missing?.names ?? []
  const above = showValuePath(path.slice(0, depth))
  const wrong = path[depth]
  const similar = typeof wrong === 'string' ? nearest(wrong, names) : undefined
  return failure('module-undefined-path', `nothing defines \`${showValuePath(path)}'`, {
    notes: [
      typeof wrong === 'number' && typeof missing?.elements === 'number'
        ? `\`${above}' has ${missing.elements} element${missing.elements === 1 ? '' : 's'}, counted from 0`
        : names.length === 0
          ? `\`${above}' has nothing of that name`
          : `\`${above}' has ${names.map(showComponent).join(', ')}`,
    ],
    ...(similar === undefined || typeof similar !== 'string'
      ? {}
      : { hint: `did you mean \`${showValuePath([...path.slice(0, depth), similar])}'?` }),
  })
}

/** Places in the store's copy of a flake are places of the checkout. */
const placeInProject = (answer: WhyAnswer, options: CompileOptions): WhyAnswer => {
  const flake = options.entries.find(entry => entry.kind === 'flake')
  if (flake === undefined) return answer
  const back = <Place extends { readonly file: string }>(place: Place): Place => ({
    ...place,
    file: fileInCheckout(place.file, flake.flake),
  })
  const definition = (one: WhyAnswer['definitions'][number]) => ({
    ...back(one),
    position: one.position === null ? null : back(one.position),
  })
  return {
    ...answer,
    option: { ...answer.option, declarations: answer.option.declarations.map(back) },
    definitions: answer.definitions.map(definition),
    lost: answer.lost.map(definition),
    files: answer.files.map(file => fileInCheckout(file, flake.flake)),
  }
}

/** Terrane's own modules define nothing of the user's. */
const entryFiles = ({ files }: WhyAnswer, { entries }: CompileOptions): readonly string[] => [
  ...entries.flatMap(entry => (entry.kind === 'file' ? [entry.path] : [])),
  ...files.filter(file => !file.startsWith(nixFolder())),
]

const readsOf = (
  files: ReadonlyMap<string, SourceTree>,
  names: readonly string[],
  { option }: WhyAnswer,
): readonly ReadSite[] => {
  const submodule = { holder: option.name, declarations: placesOf(option) }
  return [...files.values()].flatMap(tree => readSites(tree, names, option.isInside ? submodule : undefined))
}

const placesOf = ({ declarations }: WhyAnswer['option']): readonly Position[] =>
  declarations.flatMap(({ file, line, column }) =>
    line === null || column === null ? [] : [{ file, line, column }],
  )
