import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { plan } from '../../terraform/driver/plan.js'
import { planRemotely } from '../../terraform/driver/remote.js'
import type { CommandModule } from '../command.js'
import { deploys, tellPlannedHosts } from '../deploy-after-apply.js'
import { type DriveFlags, type Driving, driveCommand } from '../drive-command.js'
import { planOfflineCommand } from '../plan-offline-command.js'
import { addChangeOptions, type PlanFlags, readPlanOptions } from '../plan-options.js'
import { showPlan } from '../show-plan.js'
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
      if (deploys(flags, options)) await tellPlannedHosts(invocation, driving, made)
      return detailedExitCode && made.hasChanges ? exitStatus.changes : exitStatus.ok
    }
    return await driveCommand('plan', invocation, one, async (project, progress) => {
      const { planStacks } = await import('../stacks/plan-stacks.js')
      return await planStacks(invocation, project, progress, {
        name: 'plan',
        options,
        detailedExitCode,
        planned: async (driving, made) => {
          const own = { ...invocation, terminal: driving.invocation.terminal }
          if (deploys(flags, options)) await tellPlannedHosts(own, driving, made)
        },
      })
    })
  },
}
