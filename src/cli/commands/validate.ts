import { exitStatus } from '../../contracts/exit-status.js'
import { validate } from '../../terraform/driver/validate.js'
import type { CommandModule } from '../command.js'
import { type DriveFlags, driveCommand } from '../drive-command.js'
import { addBinaryOptions, addCompileOptions } from '../options.js'
import { addStackOptions } from '../stacks/stack-options.js'

export const command: CommandModule<DriveFlags> = {
  configure: command => {
    addStackOptions(addBinaryOptions(addCompileOptions(command)))
  },
  run: async invocation =>
    await driveCommand(
      'validate',
      invocation,
      async ({ context, progress }) => {
        await validate(context)
        progress.pause()
        if (!invocation.common.json) invocation.terminal.out('The configuration is valid.\n')
        return exitStatus.ok
      },
      async (project, progress) => {
        const { validateStacks } = await import('../stacks/validate-stacks.js')
        return await validateStacks(invocation, project, progress)
      },
    ),
}
