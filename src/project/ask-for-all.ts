import { TerraneError } from '../contracts/diagnostic.js'
import { stopwatch } from '../contracts/stopwatch.js'
import type { EvaluateRequest, Json } from '../nix/evaluate.js'
import { ask } from './ask.js'
import type { CompileOptions } from './compile-options.js'
import type { Engine } from './engine.js'

/** Where it fails, with everything else that is wrong. */
export const askForAll = async (
  engine: Engine,
  options: CompileOptions,
  request: EvaluateRequest,
): Promise<Json> => {
  const seconds = stopwatch()
  try {
    return await ask(engine, options, request)
  } catch (error) {
    if (!(error instanceof TerraneError)) throw error
    const { withAllErrors } = await import('./all-errors.js')
    throw await withAllErrors(error, engine, options, seconds())
  }
}
