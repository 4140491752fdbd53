/** Stacks, compiled and with their work folders taken: ready to be driven. */
import type { Emit } from '../../contracts/events.js'
import type { Compile } from '../compile.js'
import { preparedProject } from '../prepared-project.js'
import { claimWorkFolder, workFolderOfStack } from '../work-folder.js'
import { compileStacks } from './compile-stacks.js'
import { noteStackFolders } from './stack-folders.js'
import type { PreparedStack, PreparedStacks, StackProject } from './stack-project.js'
import { refuseStateLeft } from './state-left.js'

/**
 * Compiles some stacks and what they need, and takes the work folders of those that were asked for. Writes no document
 * yet. Throws what `compileStacks` throws; `stack-state-left`, `work-folder-owned`, `state-would-leak`.
 */
export const prepareStacks = async (
  project: StackProject,
  names: readonly string[],
  compile: Compile,
  emit: Emit,
): Promise<PreparedStacks> => {
  refuseStateLeft(project.folder.path)
  const { filled, needs } = await compileStacks(project, names, compile, emit)
  claimWorkFolder(project.folder)
  noteStackFolders(project.folder.path, project.stacks)
  const all = new Map<string, PreparedStack>()
  for (const [name, { compiled, described, folder, reads }] of filled) {
    const own = workFolderOfStack(project.entries, name, folder)
    if (names.includes(name)) claimWorkFolder(own)
    const stack = { reads, promises: described.outputs }
    all.set(name, {
      name,
      project: { ...preparedProject(compiled, project.entries, own), stack },
      document: compiled.document,
      reads,
    })
  }
  return { all, needs }
}
