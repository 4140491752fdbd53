import { failure } from '../../contracts/diagnostic.js'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { ensureInit } from '../../terraform/driver/init.js'
import { onTerminal } from '../../terraform/driver/on-terminal.js'
import { protectState } from '../../terraform/driver/state-files.js'
import type { CommandModule } from '../command.js'
import { type DriveFlags, drivePrepared } from '../drive-command.js'
import { preparedOrCompiled } from '../existing-document.js'
import { addBinaryOptions, addEntryOptions, addFirstCompileOptions } from '../options.js'
import { reporting } from '../reporting.js'

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

/**
 * What is mended with these commands (a state, a lock) must not wait for modules that compile: the document is taken as
 * it was last written.
 */
export const command: CommandModule<DriveFlags> = {
  configure: command => {
    addFirstCompileOptions(addBinaryOptions(addEntryOptions(command)))
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
    return await reporting(quiet, async progress => {
      const project = await preparedOrCompiled(quiet, progress)
      return await drivePrepared('tf', project, quiet, progress, async ({ context }): Promise<ExitStatus> => {
        if (!withoutInit.has(first)) await ensureInit(context)
        progress.pause()
        const status = await onTerminal(context, args)
        protectState(context)
        // Its own messages have told why.
        return status === 0 ? exitStatus.ok : status === 2 ? exitStatus.changes : exitStatus.failed
      })
    })
  },
}
