import type { ExitStatus } from '../../contracts/exit-status.js'
import { runStacks } from '../../project/stacks/run-stacks.js'
import type { StackProject } from '../../project/stacks/stack-project.js'
import { validate } from '../../terraform/driver/validate.js'
import type { Invocation } from '../command.js'
import type { DriveFlags } from '../drive-command.js'
import type { Progress } from '../render/progress.js'
import { driveStack, driveStacks, skippedStack } from './drive-stacks.js'
import type { StackFlags } from './stack-options.js'

/** Validates stacks. None waits for another: no state is looked at. */
export const validateStacks = async (
  invocation: Invocation<DriveFlags & StackFlags>,
  project: StackProject,
  progress: Progress,
): Promise<ExitStatus> =>
  await driveStacks(invocation, project, progress, { dependents: false }, async run =>
    runStacks(
      new Map(run.names.map(name => [name, new Set<string>()])),
      name =>
        driveStack('validate', run, run.prepared.all.get(name)!, async ({ context }) => {
          const leave = await run.room()
          try {
            await validate(context)
            return { result: 'valid' }
          } finally {
            leave()
          }
        }),
      (name, { name: other }) => skippedStack(name, other),
    ),
  )
