/** Asks Nix for something of a project; what goes wrong comes back explained. */
import { TerraneError } from '../contracts/diagnostic.js'
import { stopwatch } from '../contracts/stopwatch.js'
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
    return await lookingTwice(engine, request)
  } catch (error) {
    if (!(error instanceof TerraneError)) throw error
    throw await explained(error, engine, options)
  }
}

/** Evaluates a request; an error of Nix gets what the embedded engine knows of it. */
export const lookingTwice = async (engine: Engine, request: EvaluateRequest): Promise<Json> => {
  const seconds = stopwatch()
  try {
    return await engine.evaluate(request)
  } catch (error) {
    // The embedded engine has no flakes.
    if (!(error instanceof TerraneError) || engine.name !== 'nix' || request.flakes) throw error
    const run = {
      seconds: seconds(),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    }
    const { withSecondOpinion } = await import('../nix/second-opinion.js')
    const { file, signal: _, ...rest } = request
    const again = { ...rest, root: { file }, format: 'json' } as const
    const [first, ...others] = error.diagnostics
    const seen = await withSecondOpinion(first, again, { libraries: request.foreign ?? [] }, run)
    throw new TerraneError([seen, ...others], { cause: error, texts: error.texts })
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
    { cause: error, texts: error.texts },
  )
}
