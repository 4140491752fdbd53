import type { Emit } from '../contracts/events.js'
import { stopwatch } from '../contracts/stopwatch.js'
import type { Compile, Compiled } from './compile.js'
import { resolveEntries } from './entry.js'
import type { PrepareOptions } from './prepare.js'
import { workFolderOf } from './work-folder.js'

/**
 * Compiles for a document that goes elsewhere than into the work folder, and takes no folder for it. Warnings are
 * emitted. Throws `entry-missing`, and what `compile` throws.
 */
export const compileOnly = async (
  options: PrepareOptions,
  compile: Compile,
  emit: Emit,
): Promise<Compiled> => {
  const { files, workdir, ...rest } = options
  const entries = resolveEntries(files, options.cwd)
  const folder = workFolderOf(entries, workdir, options.cwd)
  emit({ type: 'phase_start', phase: 'compile', message: 'compile' })
  const seconds = stopwatch()
  const compiled = await compile({ ...rest, entries, workFolder: folder.path }, emit)
  for (const diagnostic of compiled.warnings) emit({ type: 'diagnostic', diagnostic })
  emit({ type: 'phase_end', phase: 'compile', seconds: seconds() })
  return compiled
}
