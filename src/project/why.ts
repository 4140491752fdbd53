/** Asks a project where a value comes from: Nix for what it knows, the files for what it has dropped. */

import { failure, type Position, TerraneError } from '../contracts/diagnostic.js'
import { nearest } from '../contracts/nearest.js'
import { stopwatch } from '../contracts/stopwatch.js'
import type { Node } from '../modules/definitions.js'
import { showComponent } from '../modules/option-path.js'
import { showValuePath, type ValuePath } from '../modules/value-path.js'
import type { WhyDefinition } from '../modules/why.js'
import type { WhyAnswer } from '../modules/why-answer.js'
import type { Json } from '../nix/evaluate.js'
import { type ReadSite, readSites } from '../nix/sites/read-sites.js'
import type { SourceTree } from '../nix/sites/source-tree.js'
import { explained, lookingTwice } from './ask.js'
import type { CompileOptions } from './compile-options.js'
import { type NoOption, placeInProject, told } from './definitions-of.js'
import { chooseEngine, type Engine } from './engine.js'
import { nixFolder } from './nix-folder.js'
import { runtimeRequest } from './request.js'
import { carefulEngine } from './source-check.js'
import { notedStackFolders } from './stacks/stack-folders.js'

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
    /** Files of declarations without a line: a function of the lib has made the option. */
    readonly declaredIn: readonly string[]
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
  // Warnings and traces are for a compile to tell.
  const chosen = await chooseEngine(options.engine, { onMessage: () => {} })
  const engine = carefulEngine(chosen, options)
  const { answer, failed } = await askWhy(path, engine, options)
  if (answer.option === null) throw unknownOption(path, answer)
  const inProject = placeInProject(answer, options)
  const { definitions, files, names } = told(path, inProject, options)
  if (definitions.length === 0 && inProject.final.value === undefined && failed === undefined)
    throw undefinedPath(path, inProject, stacksOf(options))
  const { option, final } = inProject
  return {
    path: showValuePath(path),
    ...(final.value === undefined ? {} : { value: final.value }),
    ...(failed === undefined ? {} : { failure: failed }),
    option: {
      name: showValuePath(option.isInside ? path.slice(0, path.length - option.behind) : option.name),
      isCore: option.declarations.every(({ file }) => file.startsWith(nixFolder())),
      declarations: placesOf(option),
      declaredIn: option.declarations.flatMap(({ file, line }) => (line === null ? [file] : [])),
      type: option.type,
      description: option.description,
      default: option.default,
      hasApply: option.hasApply,
    },
    definitions,
    reads: readsOf(files, names, inProject),
  }
}

interface Asked {
  readonly answer: WhyAnswer | NoOption
  readonly failed?: string
}

/** With all values; where that fails, without what may have failed. */
const askWhy = async (path: ValuePath, engine: Engine, options: CompileOptions): Promise<Asked> => {
  const seconds = stopwatch()
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
      return {
        answer,
        ...(first === undefined ? {} : { failed: first.diagnostics[0].message }),
      }
    } catch (error) {
      if (!(error instanceof TerraneError)) throw error
      first ??= error
    }
  const { withAllErrors } = await import('./all-errors.js')
  throw await withAllErrors(await explained(first!, engine, options), engine, options, seconds())
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

/** The stacks of a project of which none is named. */
const stacksOf = ({ stack, workFolder }: CompileOptions): readonly string[] =>
  stack === undefined ? [...(notedStackFolders(workFolder)?.keys() ?? [])] : []

const undefinedPath = (path: ValuePath, { missing, option }: WhyAnswer, stacks: readonly string[]) => {
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
      ? stacks.length === 0
        ? {}
        : { hint: `say of which stack: --stack ${stacks[0]}` }
      : { hint: `did you mean \`${showValuePath([...path.slice(0, depth), similar])}'?` }),
  })
}

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
