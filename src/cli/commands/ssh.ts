import { failure } from '../../contracts/diagnostic.js'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { passThrough } from '../../process/pass-through.js'
import { connectionTo } from '../../project/deploy/hosts-of-project.js'
import type { CommandModule } from '../command.js'
import { type HostFlags, lookAtHosts } from '../hosts-command.js'
import { addBinaryOptions, addEntryOptions, addFirstCompileOptions } from '../options.js'

/** A shell on a host, with the address, the keys and the verification that a deployment has. */
export const command: CommandModule<HostFlags> = {
  configure: command => {
    addFirstCompileOptions(addBinaryOptions(addEntryOptions(command)))
      .argument('<host>', 'its name in the project')
      .argument('[words...]', 'what to run there instead of a shell')
      .usage('[options] <host> [-- <words...>]')
      .addHelpText('after', '\nExample: terrane ssh web')
  },
  run: async invocation => {
    const [host, ...words] = invocation.positionals
    if (host === undefined) throw failure('usage', 'no host is named', { hint: 'as in: terrane ssh web' })
    // Standard output is the shell's own.
    const quiet = {
      ...invocation,
      common: { ...invocation.common, json: false },
      flags: { ...invocation.flags, on: [host] },
    }
    return await lookAtHosts(
      'ssh',
      quiet,
      async ({ names, hosts, operations, progress }): Promise<ExitStatus> => {
        if (names.length > 1)
          throw failure('usage', `'${host}' means ${names.join(', ')}`, { hint: 'name one of them' })
        const [name] = names
        const { words: ssh, close } = await operations.shell(
          { name: name!, connection: connectionTo(name!, hosts) },
          { emit: progress.emit },
        )
        try {
          progress.pause()
          const [program, ...args] = [...ssh, ...words]
          const status = await passThrough(program!, args, { cwd: invocation.terminal.cwd })
          return status === 0 ? exitStatus.ok : exitStatus.failed
        } finally {
          close()
        }
      },
    )
  },
}
