import type { Emit } from '../contracts/events.js'
import type { Compile, Compiled } from './compile.js'
import type { CompileOptions, PrepareOptions } from './compile-options.js'
import { compileTelling } from './compile-telling.js'
import { resolveEntries } from './entry.js'
import { folderOfStack } from './stacks/stack-folders.js'
import { wholeProject } from './stacks/whole-project.js'
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
  const { stack, ...rest } = options
  if (stack === undefined) return await compileTelling(withEntries(options), compile, emit)
  const { compileStacks } = await import('./stacks/compile-stacks.js')
  const project = await wholeProject({ ...rest, stack }, compile, emit)
  const { filled } = await compileStacks(project, [stack], compile, emit)
  return filled.get(stack)!.compiled
}

/** Finds the entries of a project that is only looked at: its work folder is named, not taken. */
export const withEntries = ({ files, workdir, ...rest }: PrepareOptions): CompileOptions => {
  const entries = resolveEntries(files, rest.cwd)
  const whole = workFolderOf(entries, workdir, rest.cwd)
  const own = rest.stack === undefined ? undefined : folderOfStack(whole, entries, rest.stack)
  return { ...rest, entries, workFolder: (own ?? whole).path }
}
