/** Modules that need not be about infrastructure, evaluated by the module system alone. */
import { join } from 'node:path'
import { failure, TerraneError } from '../contracts/diagnostic.js'
import type { Format, RunRequest } from '../nix/eval/request.js'
import { pathComponents } from '../nix/option-chain.js'
import { explained } from './ask.js'
import type { CompileOptions } from './compile-options.js'
import { chooseEngine } from './engine.js'
import { nixFolder } from './nix-folder.js'
import { runtimeRequest } from './request.js'

/**
 * What evaluates `config` of the entries, or `attribute` of the evaluation (`config.a.b`, `options.a.b.type`). Throws
 * `usage` for an attribute of anything else.
 */
export const moduleEvaluation = (options: CompileOptions, attribute: string, format: Format): RunRequest => {
  const [first] = pathComponents(attribute)
  if (first !== 'config' && first !== 'options')
    throw failure('usage', `modules have \`config' and \`options', and no \`${first}'`, {
      hint: `--attr config.${attribute}`,
    })
  // Of the request for a project only the file and the attribute are others.
  const { file: _, ...request } = runtimeRequest(options, 'config')
  return { ...request, root: { file: join(nixFolder(), 'eval-modules.nix') }, attribute, format }
}

/** Runs the evaluation; what goes wrong comes back explained, as from a compile. */
export const explainingModules = async <Result>(
  options: CompileOptions,
  evaluate: () => Promise<Result>,
): Promise<Result> => {
  try {
    return await evaluate()
  } catch (error) {
    // The lib itself suggests similar options here; terrane's own are none of these modules'.
    if (!(error instanceof TerraneError) || error.diagnostics[0].code === 'module-unknown-option') throw error
    throw await explained(error, await chooseEngine(options.engine), options)
  }
}
