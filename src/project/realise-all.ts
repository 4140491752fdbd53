import type { Emit } from '../contracts/events.js'
import type { CompileOptions } from './compile-options.js'
import type { Origin } from './document-check.js'
import { realise, tidyRoots } from './realise.js'

/** Builds the derivations of a project's document, with roots where that is kept. `origin`: who names them, where known. */
export const realiseAll = async (
  derivations: readonly string[],
  options: CompileOptions,
  emit: Emit,
  origin?: Origin,
) => {
  const { workFolder, documentFile, signal } = options
  const isOurs = documentFile === undefined
  if (derivations.length === 0) {
    if (isOurs) tidyRoots(workFolder, derivations)
    return []
  }
  const { run } = await import('../process/run.js')
  const outputs = await realise(derivations, {
    run,
    emit,
    ...(isOurs ? { workFolder } : {}),
    ...(signal === undefined ? {} : { signal }),
    ...(origin === undefined
      ? {}
      : {
          explain: async (diagnostic, failed) => {
            const { atValuesNaming } = await import('./derivation-places.js')
            return await atValuesNaming(diagnostic, failed, options, origin)
          },
        }),
  })
  if (isOurs) tidyRoots(workFolder, derivations)
  return outputs
}
