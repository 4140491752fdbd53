import { applyCommand } from '../apply-command.js'
import type { CommandModule } from '../command.js'
import { type DeployAfterFlags, hostsOfCommand } from '../deploy-after-apply.js'
import { addFleetOptions } from '../fleet-options.js'
import { addChangeOptions, type PlanFlags, readPlanOptions } from '../plan-options.js'
import { addStackOptions } from '../stacks/stack-options.js'

export const command: CommandModule<DeployAfterFlags & PlanFlags> = {
  configure: command => {
    addFleetOptions(
      addStackOptions(
        addChangeOptions(command)
          .option('--auto-approve', "don't ask")
          .option('--allow-destroy', 'with --auto-approve: destroy and replace what the plan says')
          .option('--no-deploy', "don't deploy to NixOS hosts"),
      ).optionsGroup('For projects with NixOS hosts:'),
    ).optionsGroup('Options:')
  },
  run: async invocation => {
    const options = readPlanOptions(invocation.flags, invocation.terminal.cwd)
    const wording = {
      name: 'apply',
      destroys: false,
      question: 'Apply this plan?',
      declined: 'not applied: nothing was changed',
    } as const
    return await applyCommand(invocation, options, wording, (own, driving) =>
      hostsOfCommand({ ...invocation, terminal: own }, driving, options),
    )
  },
}
