import { type ApplyFlags, applyCommand } from '../apply-command.js'
import type { CommandModule } from '../command.js'
import { addChangeOptions, type PlanFlags, readPlanOptions } from '../plan-options.js'

export const command: CommandModule<ApplyFlags & PlanFlags> = {
  configure: command => {
    addChangeOptions(command)
      .option('--auto-approve', "don't ask")
      .option('--allow-destroy', 'with --auto-approve: destroy and replace what the plan says')
  },
  run: async invocation =>
    await applyCommand(invocation, readPlanOptions(invocation.flags, invocation.terminal.cwd), {
      name: 'apply',
      destroys: false,
      question: 'Apply this plan?',
      declined: 'not applied: nothing was changed',
    }),
}
