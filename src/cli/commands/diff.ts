import type { CommandModule } from '../command.js'
import { addSelection } from '../fleet-options.js'
import { changeHosts, type HostFlags } from '../hosts-command.js'
import { addBinaryOptions, addCompileOptions, positive } from '../options.js'
import { showDiffs } from '../show-diffs.js'

/** What `terrane deploy` would change, against what runs. Builds the new systems; changes no host. */
export const command: CommandModule<HostFlags & { readonly parallel: number }> = {
  configure: command => {
    addSelection(addBinaryOptions(addCompileOptions(command)))
      .option('--parallel <number>', 'how many hosts are asked at once', positive, 10)
      .addHelpText('after', '\nExample: terrane diff --on web')
  },
  run: async invocation =>
    await changeHosts('diff', invocation, given => showDiffs(given, invocation.flags.parallel, invocation)),
}
