import { exitStatus } from '../../contracts/exit-status.js'
import { validate } from '../../terraform/driver/validate.js'
import type { CommandModule } from '../command.js'
import { type DriveFlags, driveCommand } from '../drive-command.js'
import { addBinaryOptions, addCompileOptions } from '../options.js'

export const command: CommandModule<DriveFlags> = {
  configure: command => {
    addBinaryOptions(addCompileOptions(command))
  },
  run: async invocation =>
    await driveCommand('validate', invocation, async ({ context, progress }) => {
      await validate(context)
      progress.pause()
      if (!invocation.common.json) invocation.terminal.out('The configuration is valid.\n')
      return exitStatus.ok
    }),
}
