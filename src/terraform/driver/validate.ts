import { type Diagnostic, TerraneError } from '../../contracts/diagnostic.js'
import { stopwatch } from '../../contracts/stopwatch.js'
import type { DriveContext } from './context.js'
import { toDiagnostics } from './diagnostics.js'
import { ensureInit } from './init.js'
import { readDiagnostic } from './messages.js'
import { query } from './query.js'

/**
 * Has tofu/terraform check the document against the providers' schemas, without looking at a state. Emits warnings,
 * throws errors.
 */
export const validate = async (context: DriveContext): Promise<void> => {
  await ensureInit(context, { backend: false })
  context.emit({ type: 'phase_start', phase: 'validate', message: `${context.binary.dialect} validate` })
  const seconds = stopwatch()
  const answer = (await query(context, ['validate', '-json', '-no-color'])) as {
    readonly diagnostics?: readonly Readonly<Record<string, unknown>>[]
  }
  const diagnostics = toDiagnostics((answer.diagnostics ?? []).map(readDiagnostic), context.locate)
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity === 'warning') context.emit({ type: 'diagnostic', diagnostic })
  }
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new TerraneError(errors as [Diagnostic, ...Diagnostic[]])
  context.emit({ type: 'phase_end', phase: 'validate', seconds: seconds() })
}
