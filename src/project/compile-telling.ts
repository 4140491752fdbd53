import type { Emit } from '../contracts/events.js'
import { stopwatch } from '../contracts/stopwatch.js'
import type { Compile, Compiled } from './compile.js'
import type { CompileOptions } from './compile-options.js'

/** Compiles, and tells when it begins and ends and what it warns of. */
export const compileTelling = async (
  options: CompileOptions,
  compile: Compile,
  emit: Emit,
): Promise<Compiled> => {
  emit({ type: 'phase_start', phase: 'compile', message: 'compile' })
  const seconds = stopwatch()
  const compiled = await compile(options, emit)
  for (const diagnostic of compiled.warnings) emit({ type: 'diagnostic', diagnostic })
  emit({ type: 'phase_end', phase: 'compile', seconds: seconds() })
  return compiled
}
