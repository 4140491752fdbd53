/**
 * Definitions that no option declares, in submodules that nothing reads: the module system looks at a submodule only when
 * somebody does.
 */
import type { Diagnostic } from '../contracts/diagnostic.js'
import { TerraneError } from '../contracts/diagnostic.js'
import type { DefinitionsDocument } from '../modules/definitions.js'
import type { Evaluate, Json } from '../nix/evaluate.js'
import { askForAll } from './ask-for-all.js'
import type { CompileOptions } from './compile-options.js'
import { chooseEngine, type Engine } from './engine.js'
import { runtimeRequest } from './request.js'

/**
 * The definitions of a project, and whether there is anything unread. Some failures can't be caught in Nix: after one of
 * those it is asked once more without that, so that what nobody reads makes no evaluation fail. `again` is called before.
 */
export const askWithUnread = async (
  engine: Engine,
  options: CompileOptions,
  again: () => void,
): Promise<Json> => {
  const plain = runtimeRequest(options, 'definitions')
  if (options.strict || options.check === false) return await askForAll(engine, options, plain)
  const looking = runtimeRequest(options, 'definitions', { withUnread: true })
  const evaluate: Evaluate = async request => {
    try {
      return await engine.evaluate(request)
    } catch (error) {
      if (request !== looking || !isOfUnread(error)) throw error
      again()
      return await engine.evaluate(plain)
    }
  }
  return await askForAll({ ...engine, evaluate }, options, looking)
}

/** By the context that nix/runtime/definitions-document.nix gives it. */
const isOfUnread = (error: unknown): boolean =>
  error instanceof TerraneError && error.diagnostics[0].within?.startsWith(unreadContext) === true

const unreadContext = 'while looking at what nothing reads {'

/** Throws a TerraneError with all of them, and with whatever else the submodules fail with. */
export const refuseUnread = async (engine: Engine, options: CompileOptions): Promise<void> => {
  await askForAll(engine, options, runtimeRequest(options, 'unread'))
}

/** All of them as warnings. What else fails in a submodule that nothing reads is nobody's business. */
export const unreadWarnings = async (
  { hasUnread = false }: DefinitionsDocument,
  options: CompileOptions,
): Promise<readonly Diagnostic[]> => {
  if (!hasUnread) return []
  try {
    // An engine of its own: what modules print has been printed once.
    await refuseUnread(await chooseEngine(options.engine), options)
    return []
  } catch (error) {
    if (!(error instanceof TerraneError)) throw error
    return error.diagnostics.flatMap(diagnostic =>
      diagnostic.code === 'module-unknown-option' ? [{ ...diagnostic, severity: 'warning' }] : [],
    )
  }
}
