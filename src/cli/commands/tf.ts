import { failure } from '../../contracts/diagnostic.js'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { passThrough } from '../../process/pass-through.js'
import { ensureInit } from '../../terraform/driver/init.js'
import { protectState } from '../../terraform/driver/state-files.js'
import type { CommandModule } from '../command.js'
import { type DriveFlags, driveCommand } from '../drive-command.js'
import { addBinaryOptions, addCompileOptions } from '../options.js'

/** Commands of tofu/terraform that work in a folder that is not initialised. */
const withoutInit = new Set([
  'init',
  'version',
  'fmt',
  'get',
  'login',
  'logout',
  'metadata',
  '-help',
  '--help',
  '-h',
])

export const command: CommandModule<DriveFlags> = {
  configure: command => {
    addBinaryOptions(addCompileOptions(command))
      .argument('[args...]', 'what tofu/terraform is given: state mv …, import …, console, taint …')
      .usage('[options] -- <args...>')
  },
  run: async invocation => {
    const args = invocation.positionals
    const [first] = args
    if (first === undefined) {
      throw failure('usage', 'nothing is said to tofu/terraform', { hint: 'as in: terrane tf -- state list' })
    }
    // Standard output is the program's own, also with --json.
    const quiet = { ...invocation, common: { ...invocation.common, json: false } }
    return await driveCommand('tf', quiet, async ({ context, progress }): Promise<ExitStatus> => {
      if (!withoutInit.has(first)) await ensureInit(context)
      progress.pause()
      const status = await passThrough(context.binary.path, args, { cwd: context.folder })
      protectState(context)
      // Its own messages have told why.
      return status === 0 ? exitStatus.ok : status === 2 ? exitStatus.changes : exitStatus.failed
    })
  },
}
