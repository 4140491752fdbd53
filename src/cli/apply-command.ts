/** Plan, show, ask, apply: what `apply` and `destroy` have in common. */
import { failure } from '../contracts/diagnostic.js'
import type { ExitStatus } from '../contracts/exit-status.js'

import { isHook } from '../nixos/output-names.js'
import { applyFlow } from '../project/apply-flow.js'
import type { HostsOfApply } from '../project/deploy/hosts-of-apply.js'
import { destructive } from '../project/destruction.js'
import type { Applied } from '../terraform/driver/apply.js'

import type { OutputValue, PlannedChange } from '../terraform/driver/messages.js'
import { readStateOutputs } from '../terraform/driver/output.js'
import type { PlanOptions } from '../terraform/driver/plan.js'
import { applyRemotely } from '../terraform/driver/remote.js'
import { workspaceOf } from '../terraform/driver/workspace.js'
import type { Invocation } from './command.js'
import { showDeployed } from './deploy-fleet.js'
import { type DriveFlags, type Driving, driveCommand } from './drive-command.js'
import { actionWords } from './render/actions.js'
import { paint } from './render/colour.js'
import { renderOutputs } from './render/outputs.js'
import { seconds } from './render/seconds.js'
import { showPlan } from './show-plan.js'
import { showPlannedHosts } from './show-planned-hosts.js'

export interface ApplyFlags extends DriveFlags {
  readonly autoApprove?: boolean
  readonly allowDestroy?: boolean
}

interface Wording {
  readonly name: 'apply' | 'destroy'
  /** Whether the command's own name allows to destroy where nobody is asked. */
  readonly destroys: boolean
  readonly question: string
  readonly declined: string
}

/** The hosts that come with an apply. */
export type FindHosts = (driving: Driving) => Promise<HostsOfApply>

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
  return await driveCommand(wording.name, invocation, async driving => {
    const { context, progress } = driving
    const hosts = await findHosts?.(driving)
    const end = await applyFlow(driving, options, {
      onServer: async () => {
        const output = common.json ? 'stderr' : 'stdout'
        progress.pause()
        await applyRemotely(context, options, { autoApprove, detailedExitCode: false, output })
      },
      planned: async made => await showPlan(invocation, driving, made),
      hostsPlanned: planned => showPlannedHosts(invocation, driving, planned),
      unchanged: async () => await showOutputs(invocation, driving),
      approve: async made => {
        if (!autoApprove) await approve(invocation, driving, wording)
        else if (!wording.destroys && !flags.allowDestroy) refuseDestruction(made.changes)
        return true
      },
      applied: applied => tellApplied(invocation, driving, applied),
      ...(hosts === undefined ? {} : { hosts }),
    })
    return showDeployed(end.hosts, invocation, progress, context.interrupt)
  })
}

const tellApplied = (
  invocation: Invocation<ApplyFlags>,
  { progress }: Driving,
  { counts, outputs, ...times }: Applied,
): void => {
  const { terminal, common } = invocation
  progress.pause()
  tellTimes(invocation, times)
  if (common.json) return
  const style = paint(common.colour && terminal.outColour)
  const { add, change, destroy } = counts
  terminal.out(style('bold', `Done: ${add} added, ${change} changed, ${destroy} destroyed.\n`))
  printOutputs(invocation, outputs)
}

/** What is over at once need not be timed. */
const worthTelling = 5

const tellTimes = (
  { terminal, common }: Invocation<ApplyFlags>,
  { seconds: took, slowest }: Pick<Applied, 'seconds' | 'slowest'>,
): void => {
  if (took < worthTelling && !common.verbose) return
  const longest = slowest.map(({ address, seconds: own }) => `${address} ${seconds(own)}`).join(', ')
  const style = paint(common.colour && terminal.errColour)
  terminal.err(style('dim', `took ${seconds(took)}${longest === '' ? '' : `; the longest: ${longest}`}\n`))
}

type Outputs = Readonly<Record<string, OutputValue>>

const printOutputs = ({ terminal, common }: Invocation<ApplyFlags>, outputs: Outputs): void => {
  const text = renderOutputs(outputs, paint(common.colour && terminal.outColour))
  if (text !== '') terminal.out(`\n${text}`)
}

/** An apply that has nothing to do tells the outputs all the same, as Terraform does: scripts read them. */
const showOutputs = async (
  invocation: Invocation<ApplyFlags>,
  { context, progress }: Driving,
): Promise<void> => {
  const outputs = context.facts.hasOutputs ? await readStateOutputs(context) : {}
  progress.emit({ type: 'outputs', outputs: withoutSecrets(outputs) })
  progress.pause()
  if (!invocation.common.json) printOutputs(invocation, outputs)
}

const withoutSecrets = (outputs: Outputs): Outputs =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, { value, ...rest }]) => [
      name,
      rest.sensitive ? rest : { ...rest, value },
    ]),
  )

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

/** What was half made, or is replaced as it was asked for, is no surprise. */
const expected: ReadonlySet<string | undefined> = new Set(['tainted', 'requested'])

/** The plan above has them all. */
const named = 20

/** Nobody has looked at the plan: what it destroys must have been allowed. */
const refuseDestruction = (changes: readonly PlannedChange[]): void => {
  const destroyed = destructive(changes, ({ address, reason }) => expected.has(reason) || isHook(address))
  if (destroyed.length === 0) return
  throw failure(
    'destroy-refused',
    'the plan destroys or replaces resources, and nobody is asked: not applied',
    {
      notes: [
        ...destroyed.slice(0, named).map(({ address, action }) => `${address}: ${actionWords[action].plan}`),
        ...(destroyed.length > named ? [`and ${destroyed.length - named} more`] : []),
      ],
      hint: 'say --allow-destroy beside --auto-approve if that is meant',
    },
  )
}

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
