import type { CommandModule } from '../command.js'
import { approval, refuseUnasked } from '../deploy-fleet.js'
import { addSelection } from '../fleet-options.js'
import { changeHosts, type HostFlags, type WithHosts } from '../hosts-command.js'
import { addBinaryOptions, addCompileOptions, positive } from '../options.js'
import { reportResults } from '../report-results.js'

interface Flags extends HostFlags {
  readonly to?: number
  readonly parallel: number
  readonly autoApprove?: boolean
}

/** Back to an earlier system, as carefully as forward. */
export const command: CommandModule<Flags> = {
  configure: command => {
    addSelection(addBinaryOptions(addCompileOptions(command)))
      .option('--to <generation>', 'the number of the generation (default: the one before)', positive)
      .option('--parallel <number>', 'how many hosts are worked on at once', positive, 10)
      .option('--auto-approve', "don't ask")
      .addHelpText('after', '\nExample: terrane rollback --on web --to 41')
  },
  run: async invocation => {
    const { to, parallel, autoApprove = false } = invocation.flags
    const rollback = async (given: WithHosts) => {
      const { operations, progress, signal, leave } = given
      const ask = autoApprove ? undefined : approval(invocation, progress, signal, 'Roll back')
      return await reportResults(given, parallel, invocation, deployment =>
        operations.rollback(deployment, to, {
          emit: progress.emit,
          ...(signal === undefined ? {} : { signal }),
          ...(leave === undefined ? {} : { leave }),
          ...(ask === undefined ? {} : { approve: ask(deployment.name) }),
        }),
      )
    }
    const refuse = () => refuseUnasked('rollback', invocation, autoApprove)
    return await changeHosts('rollback', invocation, rollback, refuse)
  },
}
