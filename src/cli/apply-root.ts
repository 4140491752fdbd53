/** Plans one root, shows it, and applies it. */
import { failure } from '../contracts/diagnostic.js'
import type { Counts } from '../contracts/events.js'
import type { ExitStatus } from '../contracts/exit-status.js'
import { isHook } from '../nixos/output-names.js'
import { type ApplySteps, applyFlow } from '../project/apply-flow.js'
import type { HostsOfApply } from '../project/deploy/hosts-of-apply.js'
import { destructive } from '../project/destruction.js'
import { checkPromises } from '../project/stacks/promises.js'
import type { Applied } from '../terraform/driver/apply.js'
import type { OutputValue, PlannedChange } from '../terraform/driver/messages.js'
import { readStateOutputs } from '../terraform/driver/output.js'
import type { Plan, PlanOptions } from '../terraform/driver/plan.js'
import { applyRemotely } from '../terraform/driver/remote.js'
import type { Invocation } from './command.js'
import { showDeployed } from './deploy-fleet.js'
import type { DriveFlags, Driving } from './drive-command.js'
import { actionWords } from './render/actions.js'
import { paint } from './render/colour.js'
import { renderOutputs } from './render/outputs.js'
import { seconds } from './render/seconds.js'
import { showPlan } from './show-plan.js'
import { showPlannedHosts } from './show-planned-hosts.js'
import type { Terminal } from './terminal.js'

export interface ApplyFlags extends DriveFlags {
  readonly autoApprove?: boolean
  readonly allowDestroy?: boolean
}

export interface Wording {
  readonly name: 'apply' | 'destroy'
  /** Whether the command's own name allows to destroy where nobody is asked. */
  readonly destroys: boolean
  readonly question: string
  readonly declined: string
}

/** The hosts that come with an apply; what is told of them goes to the terminal. */
export type FindHosts = (terminal: Terminal, driving: Driving) => Promise<HostsOfApply>

/** Where there are other roots beside it, also what stands around its steps. */
export interface RootSteps extends Pick<ApplySteps, 'planning' | 'applying'> {
  /** Throws where the plan may not be applied. */
  readonly approve: (made: Plan) => Promise<void>
}

export interface AppliedRoot {
  readonly status: ExitStatus
  /** Absent: there was nothing to do, or it was done on a server. */
  readonly counts?: Counts
}

/** Plans one root, shows it, applies it when it may be. */
export const applyRoot = async (
  invocation: Invocation<ApplyFlags>,
  driving: Driving,
  options: PlanOptions,
  findHosts: FindHosts | undefined,
  { approve, ...around }: RootSteps,
): Promise<AppliedRoot> => {
  const { terminal, common, flags } = invocation
  const { context, progress } = driving
  const hosts = await findHosts?.(terminal, driving)
  const end = await applyFlow(driving, options, {
    ...around,
    onServer: async () => {
      const output = common.json ? 'stderr' : 'stdout'
      progress.pause()
      const autoApprove = flags.autoApprove ?? false
      await applyRemotely(context, options, { autoApprove, detailedExitCode: false, output })
    },
    planned: async made => await showPlan(invocation, driving, made),
    hostsPlanned: planned => showPlannedHosts(invocation, driving, planned),
    unchanged: async () => keepPromises(driving, options, await showOutputs(invocation, driving)),
    approve: async made => {
      await approve(made)
      return true
    },
    applied: applied => {
      tellApplied(invocation, driving, applied)
      keepPromises(driving, options, applied.outputs)
    },
    ...(hosts === undefined ? {} : { hosts }),
  })
  const status = showDeployed(end.hosts, invocation, progress, context.interrupt)
  return { status, ...(end.applied === undefined ? {} : { counts: end.applied.counts }) }
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

/** Of a stack. Throws `stack-output-type`. */
const keepPromises = (
  { project: { stack, folder } }: Driving,
  { mode }: PlanOptions,
  outputs: Outputs,
): void => {
  if (stack !== undefined && mode !== 'destroy') checkPromises(folder.stack!, stack.promises, outputs)
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
): Promise<Outputs> => {
  const outputs = context.facts.hasOutputs ? await readStateOutputs(context) : {}
  progress.emit({ type: 'outputs', outputs: withoutSecrets(outputs) })
  progress.pause()
  if (!invocation.common.json) printOutputs(invocation, outputs)
  return outputs
}

const withoutSecrets = (outputs: Outputs): Outputs =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, { value, ...rest }]) => [
      name,
      rest.sensitive ? rest : { ...rest, value },
    ]),
  )

/** What was half made, or is replaced as it was asked for, is no surprise. */
const expected: ReadonlySet<string | undefined> = new Set(['tainted', 'requested'])

/** The plan above has them all. */
const named = 20

/** Nobody has looked at the plan: what it destroys must have been allowed. */
export const refuseDestruction = (changes: readonly PlannedChange[]): void => {
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
