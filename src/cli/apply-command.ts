/** Plan, show, ask, apply: what `apply` and `destroy` have in common. */
import { failure } from '../contracts/diagnostic.js'
import type { ExitStatus } from '../contracts/exit-status.js'
import type { PlanOptions } from '../terraform/driver/plan.js'
import { workspaceOf } from '../terraform/driver/workspace.js'
import { type ApplyFlags, applyRoot, type FindHosts, refuseDestruction, type Wording } from './apply-root.js'
import type { Invocation } from './command.js'
import { type Driving, driveCommand } from './drive-command.js'

/** Throws `no-terminal` (with `--json`: `usage`) when nobody can be asked, before anything is started; `terraform-declined`. */
export const applyCommand = async (
  invocation: Invocation<ApplyFlags>,
  options: PlanOptions,
  wording: Wording,
  findHosts?: FindHosts,
): Promise<ExitStatus> => {
  const { flags, terminal, common } = invocation
  const autoApprove = flags.autoApprove ?? false
  if (!autoApprove && common.json) throw shownToPrograms(wording)
  if (!autoApprove && !terminal.canAsk) throw cannotAsk(wording)
  const one = async (driving: Driving) => {
    const { status } = await applyRoot(invocation, driving, options, findHosts, {
      approve: async made => {
        if (!autoApprove) await approve(invocation, driving, wording)
        else if (!wording.destroys && !flags.allowDestroy) refuseDestruction(made.changes)
      },
    })
    return status
  }
  return await driveCommand(wording.name, invocation, one, async (project, progress) => {
    const { applyStacks } = await import('./stacks/apply-stacks.js')
    return await applyStacks(invocation, project, progress, { options, wording, findHosts })
  })
}

const shownToPrograms = ({ name }: Wording) =>
  failure('usage', `terrane ${name} --json shows no plan that somebody could approve`, {
    hint: 'leave --json out to be asked, or give --auto-approve',
  })

const cannotAsk = ({ name }: Wording) =>
  failure(
    'no-terminal',
    `terrane ${name} asks before it changes anything, and there is no terminal to ask on`,
    {
      hint: `look at terrane plan${name === 'destroy' ? ' --destroy' : ''} first, then give --auto-approve`,
    },
  )

const approve = async (
  { terminal }: Invocation<ApplyFlags>,
  { context, progress }: Driving,
  { question, declined }: Wording,
): Promise<void> => {
  progress.pause()
  const workspace = workspaceOf(context)
  const where = workspace === 'default' ? '' : `Workspace ${workspace}. `
  const answer = await terminal.ask(
    `\n${where}${question} Only 'yes' is taken for a yes: `,
    context.interrupt,
  )
  if (answer?.trim() !== 'yes') throw failure('terraform-declined', declined)
}
