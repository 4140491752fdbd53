import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { type Plan, plan } from '../../terraform/driver/plan.js'
import { planRemotely } from '../../terraform/driver/remote.js'
import type { CommandModule, Invocation } from '../command.js'
import { hostsOfCommand } from '../deploy-after-apply.js'
import { type DriveFlags, type Driving, driveCommand } from '../drive-command.js'
import { planOfflineCommand } from '../plan-offline-command.js'
import { addChangeOptions, type PlanFlags, readPlanOptions } from '../plan-options.js'
import { showPlan } from '../show-plan.js'
import { showPlannedHosts } from '../show-planned-hosts.js'
import { addStackOptions } from '../stacks/stack-options.js'

interface Flags extends DriveFlags, PlanFlags {
  readonly detailedExitcode?: boolean
  readonly offline?: boolean
  /** False: `--no-deploy`. */
  readonly deploy?: boolean
}

export const command: CommandModule<Flags> = {
  configure: command => {
    addStackOptions(
      addChangeOptions(command)
        .option('--destroy', 'plan to destroy everything')
        .option('--detailed-exitcode', 'exit with 2 when there are changes')
        .option('--offline', 'as if nothing existed: no network, no credentials; values are invented')
        .option('--no-deploy', "don't evaluate NixOS hosts"),
    )
  },
  run: async invocation => {
    const { flags, terminal, common } = invocation
    const options = readPlanOptions(flags, terminal.cwd)
    const detailedExitCode = flags.detailedExitcode ?? false
    if (flags.offline) return await planOfflineCommand(invocation, options, detailedExitCode)
    const tellHosts = async (own: Invocation<Flags>, driving: Driving, made: Plan): Promise<void> => {
      const hosts = await hostsOfCommand(own, driving, options)
      showPlannedHosts(own, driving, await hosts.plan(driving.context, made))
    }
    const one = async (driving: Driving): Promise<ExitStatus> => {
      const { context, progress } = driving
      if (context.facts.remoteExecution) {
        progress.pause()
        const output = common.json ? 'stderr' : 'stdout'
        const status = await planRemotely(context, options, { autoApprove: false, detailedExitCode, output })
        return status === 2 ? exitStatus.changes : exitStatus.ok
      }
      const made = await plan(context, options)
      await showPlan(invocation, driving, made)
      await tellHosts(invocation, driving, made)
      return detailedExitCode && made.hasChanges ? exitStatus.changes : exitStatus.ok
    }
    return await driveCommand('plan', invocation, one, async (project, progress) => {
      const { planStacks } = await import('../stacks/plan-stacks.js')
      return await planStacks(invocation, project, progress, {
        name: 'plan',
        options,
        detailedExitCode,
        planned: async (driving, made) =>
          await tellHosts({ ...invocation, terminal: driving.invocation.terminal }, driving, made),
      })
    })
  },
}
