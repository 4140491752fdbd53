/** Asks Nix for something of a project; what goes wrong comes back explained. */
import { TerraneError } from '../contracts/diagnostic.js'
import type { EvaluateRequest, Json } from '../nix/evaluate.js'
import type { CompileOptions } from './compile-options.js'
import type { Engine } from './engine.js'

/** Evaluates a request. Throws a TerraneError with what the engine found, and what the project knows about it. */
export const ask = async (
  engine: Engine,
  options: CompileOptions,
  request: EvaluateRequest,
): Promise<Json> => {
  try {
    return await engine.evaluate(request)
  } catch (error) {
    if (!(error instanceof TerraneError)) throw error
    throw await explained(error, engine, options)
  }
}

/** The same failure with what the project knows about it. */
export const explained = async (
  error: TerraneError,
  engine: Engine,
  options: CompileOptions,
): Promise<TerraneError> => {
  const { explain } = await import('./explain.js')
  const [first, ...rest] = error.diagnostics
  return new TerraneError(
    [
      await explain(first, engine, options),
      ...(await Promise.all(rest.map(one => explain(one, engine, options)))),
    ],
    { cause: error },
  )
}
