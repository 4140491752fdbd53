/** Modules that need not be about infrastructure, evaluated by the module system alone. */
import { join } from 'node:path'
import { failure, TerraneError } from '../contracts/diagnostic.js'
import { stopwatch } from '../contracts/stopwatch.js'
import type { Format, RunRequest } from '../nix/eval/request.js'
import { pathComponents } from '../nix/option-chain.js'
import { explained } from './ask.js'
import type { CompileOptions } from './compile-options.js'
import { chooseEngine } from './engine.js'
import { nixFolder } from './nix-folder.js'
import { runtimeRequest } from './request.js'

export interface ModuleEvaluation {
  /** What these modules are evaluated with. */
  readonly options: CompileOptions
  readonly request: RunRequest
}

/**
 * What evaluates `config` of the entries, or `attribute` of the evaluation (`config.a.b`, `options.a.b.type`). Throws
 * `usage` for an attribute of anything else.
 */
export const moduleEvaluation = (
  given: CompileOptions,
  attribute: string,
  format: Format,
): ModuleEvaluation => {
  const [first, ...path] = pathComponents(attribute)
  if (first !== 'config' && first !== 'options')
    throw failure('usage', `modules have \`config' and \`options', and no \`${first}'`, {
      hint: `--attr config.${attribute}`,
    })
  const options = { ...given, alone: { printed: first === 'config' ? path : null } }
  // Of the request for a project only the file and the attribute are others.
  const { file: _, ...request } = runtimeRequest(options, 'config')
  return {
    options,
    request: { ...request, root: { file: join(nixFolder(), 'eval-modules.nix') }, attribute, format },
  }
}

/** Runs the evaluation; what goes wrong comes back explained, with everything else that is wrong, as from a compile. */
export const explainingModules = async <Result>(
  options: CompileOptions,
  evaluate: () => Promise<Result>,
): Promise<Result> => {
  const seconds = stopwatch()
  try {
    return await evaluate()
  } catch (error) {
    if (!(error instanceof TerraneError)) throw error
    const taken = seconds()
    const [{ withAllErrors }, engine] = await Promise.all([
      import('./all-errors.js'),
      chooseEngine(options.engine, { onMessage: () => {} }),
    ])
    throw await withAllErrors(await explained(error, engine, options), engine, options, taken)
  }
}
