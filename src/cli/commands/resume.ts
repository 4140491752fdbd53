import { keysOf } from '../../project/deploy/deploy-hosts.js'
import { desiredSystems } from '../../project/deploy/host-table.js'
import type { CommandModule } from '../command.js'
import { addSelection } from '../fleet-options.js'
import { changeHosts, type HostFlags } from '../hosts-command.js'
import { addBinaryOptions, addCompileOptions, positive } from '../options.js'
import { reportResults } from '../report-results.js'

/** After a terrane that was killed, or a result that is unknown: follows what goes on there to its end. */
export const command: CommandModule<HostFlags & { readonly parallel: number }> = {
  configure: command => {
    addSelection(addBinaryOptions(addCompileOptions(command)))
      .option('--parallel <number>', 'how many hosts are worked on at once', positive, 10)
      .addHelpText('after', '\nExample: terrane resume --on web')
  },
  run: async invocation =>
    await changeHosts('resume', invocation, async given => {
      const { operations, progress, signal, leave, names, hosts } = given
      const context = {
        emit: progress.emit,
        ...(signal === undefined ? {} : { signal }),
        ...(leave === undefined ? {} : { leave }),
      }
      // What waits there for a confirmation gets it if it is what the project wants.
      const systems = await desiredSystems(names, hosts)
      return await reportResults(
        given,
        invocation.flags.parallel,
        invocation,
        async deployment =>
          operations.resume({ ...deployment, keys: await keysOf(deployment.name, hosts, signal) }, context),
        systems,
      )
    }),
}
