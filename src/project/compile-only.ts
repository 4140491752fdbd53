import type { Emit } from '../contracts/events.js'
import { stopwatch } from '../contracts/stopwatch.js'
import type { Compile, Compiled } from './compile.js'
import type { CompileOptions, PrepareOptions } from './compile-options.js'
import { resolveEntries } from './entry.js'
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
  return await compileTelling(withEntries(options), compile, emit)
}

/** Finds the entries of a project that is only looked at: its work folder is named, not taken. */
export const withEntries = ({ files, workdir, ...rest }: PrepareOptions): CompileOptions => {
  const entries = resolveEntries(files, rest.cwd)
  return { ...rest, entries, workFolder: workFolderOf(entries, workdir, rest.cwd).path }
}

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
