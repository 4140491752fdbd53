import { applyCommand } from '../apply-command.js'
import type { ApplyFlags } from '../apply-root.js'
import type { CommandModule } from '../command.js'
import { addPlanOptions, type PlanFlags, readPlanOptions } from '../plan-options.js'
import { addStackOptions } from '../stacks/stack-options.js'

export const command: CommandModule<ApplyFlags & PlanFlags> = {
  configure: command => {
    addStackOptions(addPlanOptions(command).option('--auto-approve', "don't ask"))
  },
  run: async invocation =>
    await applyCommand(invocation, readPlanOptions(invocation.flags, invocation.terminal.cwd, 'destroy'), {
      name: 'destroy',
      destroys: true,
      question: 'Destroy all of this?',
      declined: 'not destroyed: nothing was changed',
    }),
}
