import type { Emit } from '../../contracts/events.js'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { lockWorkFolder } from '../../project/lock.js'
import { writeDocument } from '../../project/prepare.js'
import { inStack } from '../../project/stacks/in-stack.js'
import type { StackProject } from '../../project/stacks/stack-project.js'
import type { Invocation } from '../command.js'
import type { DriveFlags } from '../drive-command.js'
import type { Progress } from '../render/progress.js'
import { selectStacks } from './select-stacks.js'
import type { StackFlags } from './stack-options.js'

/** Compiles stacks: all of them are written, or none where one is wrong. */
export const compileStacks = async (
  invocation: Invocation<DriveFlags & StackFlags>,
  project: StackProject,
  progress: Progress,
  tellWritten: Emit,
): Promise<ExitStatus> => {
  const { names, prepared } = await selectStacks(invocation, project, progress, { dependents: false })
  for (const name of names) {
    const stack = prepared.all.get(name)!.project
    const lock = lockWorkFolder(stack.folder.path, { command: 'compile', run: stack.folder.path })
    try {
      writeDocument(stack, inStack(tellWritten, name))
    } finally {
      lock.release()
    }
  }
  return exitStatus.ok
}
