import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { plan } from '../../terraform/driver/plan.js'
import { planRemotely } from '../../terraform/driver/remote.js'
import type { CommandModule } from '../command.js'
import { type DriveFlags, type Driving, driveCommand } from '../drive-command.js'
import { addPlanOptions, type PlanFlags, readPlanOptions } from '../plan-options.js'
import { showPlan } from '../show-plan.js'
import { addStackOptions } from '../stacks/stack-options.js'

/** What was changed behind the back of Terraform: a plan that only looks. */
export const command: CommandModule<DriveFlags & PlanFlags> = {
  configure: command => {
    addStackOptions(addPlanOptions(command)).addHelpText(
      'after',
      [
        '',
        'Exits with 2 when something has changed, 0 when nothing has. Changes nothing, not even the state.',
        '',
        'Example:',
        '  terrane drift || mail -s "drift or failure" ops      once a night',
        '',
      ].join('\n'),
    )
  },
  run: async invocation => {
    const { flags, terminal, common } = invocation
    const options = readPlanOptions(flags, terminal.cwd, 'refresh-only')
    const one = async (driving: Driving): Promise<ExitStatus> => {
      const { context, progress } = driving
      if (context.facts.remoteExecution) {
        progress.pause()
        const output = common.json ? 'stderr' : 'stdout'
        const asked = { autoApprove: false, detailedExitCode: true, output } as const
        return (await planRemotely(context, options, asked)) === 2 ? exitStatus.changes : exitStatus.ok
      }
      const made = await plan(context, options)
      await showPlan(invocation, driving, made)
      return made.hasDrift ? exitStatus.changes : exitStatus.ok
    }
    return await driveCommand('drift', invocation, one, async (project, progress) => {
      const { planStacks } = await import('../stacks/plan-stacks.js')
      return await planStacks(invocation, project, progress, {
        name: 'drift',
        options,
        detailedExitCode: true,
      })
    })
  },
}
