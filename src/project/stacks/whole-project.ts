import { failure } from '../../contracts/diagnostic.js'
import type { Emit } from '../../contracts/events.js'
import type { DescribedStack } from '../../modules/definitions.js'
import type { Compile, Compiled } from '../compile.js'
import type { PrepareOptions } from '../compile-options.js'
import { compileTelling } from '../compile-telling.js'
import { type Entry, resolveEntries } from '../entry.js'
import { type WorkFolder, workFolderOf } from '../work-folder.js'
import type { StackProject } from './stack-project.js'

/** What a compile of a project with stacks has found. */
export const stackProject = (
  { dialect }: Compiled,
  stacks: readonly DescribedStack[],
  entries: readonly Entry[],
  folder: WorkFolder,
  { files: _, workdir: __, stack: ___, ...options }: PrepareOptions,
): StackProject => ({
  folder,
  entries,
  stacks,
  options,
  ...(dialect === undefined ? {} : { dialect }),
})

/** The project that a stack is of; takes no work folder. Throws `stack-unknown` where it has none, and what `compile` throws. */
export const wholeProject = async (
  options: PrepareOptions,
  compile: Compile,
  emit: Emit,
): Promise<StackProject> => {
  const { files, workdir, stack, ...rest } = options
  const entries = resolveEntries(files, options.cwd)
  const folder = workFolderOf(entries, workdir, options.cwd)
  const asked = { ...rest, entries, workFolder: folder.path, takesStacks: true }
  const compiled = await compileTelling(asked, compile, emit)
  if (compiled.stacks !== undefined) return stackProject(compiled, compiled.stacks, entries, folder, options)
  throw failure('stack-unknown', `there is no stack '${stack}': the project has no stacks`, {
    hint: 'leave --stack out, or declare terrane.stacks',
  })
}
