import { Option } from 'commander'
import { byTrigger, leftToTerraform } from '../../project/deploy/with-hosts.js'
import type { CommandModule } from '../command.js'
import { deployFleet, refuseUnasked } from '../deploy-fleet.js'
import {
  type ActionFlags,
  addActionOptions,
  addFleetOptions,
  addSelection,
  type FleetFlags,
  readDeployOptions,
} from '../fleet-options.js'
import { deployAsHook } from '../hook/deploy-as-hook.js'
import { handOver } from '../hook/hand-over.js'
import { changeHosts, type HostFlags, type WithHosts } from '../hosts-command.js'
import { addBinaryOptions, addCompileOptions } from '../options.js'
import { showDiffs } from '../show-diffs.js'

interface Flags extends HostFlags, FleetFlags, ActionFlags {
  readonly autoApprove?: boolean
  readonly dryRun?: boolean
  readonly hook?: string
  readonly hookRun?: string
}

export const command: CommandModule<Flags> = {
  configure: command => {
    addFleetOptions(addActionOptions(addSelection(addBinaryOptions(addCompileOptions(command)))))
      .option('--dry-run', 'evaluate, build and compare; change no host')
      .option('--auto-approve', "don't ask")
      .addOption(new Option('--hook <host>', 'deploy as part of an apply').hideHelp())
      .addOption(new Option('--hook-run <folder>', 'the deployment that --hook starts').hideHelp())
      .addHelpText('after', '\nExample: terrane deploy --on tag:production --canary web1 --batch 25%')
  },
  run: async invocation => {
    const { flags } = invocation
    if (flags.hook !== undefined && flags.hookRun !== undefined)
      return await deployAsHook(flags.hook, flags.hookRun, invocation)
    if (flags.hook !== undefined) return await handOver(flags.hook, invocation)
    const autoApprove = flags.autoApprove ?? false
    const refuse = () => {
      if (!flags.dryRun) refuseUnasked('deploy', invocation, autoApprove)
    }
    const deploy = async (given: WithHosts) => {
      const { left, names } = byTrigger(given.names, given.hosts.manifest.hosts, flags.on ?? [])
      for (const host of left)
        given.progress.emit({ type: 'host_note', host, message: leftToTerraform(host) })
      const chosen = { ...given, names }
      const options = readDeployOptions(flags, names)
      if (flags.dryRun) return await showDiffs(chosen, options.parallel, invocation)
      return await deployFleet(chosen, options, invocation, { autoApprove })
    }
    return await changeHosts('deploy', invocation, deploy, refuse)
  },
}
