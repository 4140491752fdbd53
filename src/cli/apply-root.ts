/** Plans one root, shows it, and applies it. */
import { failure } from '../contracts/diagnostic.js'
import type { Counts } from '../contracts/events.js'
import { type ExitStatus, exitStatus } from '../contracts/exit-status.js'
import { isHook } from '../nixos/output-names.js'
import { destructive } from '../project/destruction.js'
import { checkPromises } from '../project/stacks/promises.js'
import { type Applied, applyPlan } from '../terraform/driver/apply.js'
import type { OutputValue, PlannedChange } from '../terraform/driver/messages.js'
import { readStateOutputs } from '../terraform/driver/output.js'
import { type Plan, type PlanOptions, plan } from '../terraform/driver/plan.js'
import { applyRemotely } from '../terraform/driver/remote.js'
import type { Invocation } from './command.js'
import type { DriveFlags, Driving } from './drive-command.js'
import { actionWords } from './render/actions.js'
import { paint } from './render/colour.js'
import { renderOutputs } from './render/outputs.js'
import { seconds } from './render/seconds.js'
import { showPlan } from './show-plan.js'

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

/** What else an apply does. */
export interface ApplyHooks {
  /** Once there is a plan, before somebody is asked. */
  readonly planned: (driving: Driving, made: Plan) => Promise<void>
  /** Once it is applied, or there was nothing to apply; the status of the whole. */
  readonly applied: (driving: Driving, changes: readonly PlannedChange[]) => Promise<ExitStatus>
}

export const nothingElse: ApplyHooks = { planned: async () => {}, applied: async () => exitStatus.ok }

/** What stands around the steps of an apply where there are other roots beside it. */
export interface ApplySteps {
  readonly planning: <T>(body: () => Promise<T>) => Promise<T>
  /** Throws where the plan may not be applied. */
  readonly approve: (made: Plan) => Promise<void>
  readonly applying: <T>(body: () => Promise<T>) => Promise<T>
}

export interface AppliedRoot {
  readonly status: ExitStatus
  /** Absent: there was nothing to do, or it was done on a server. */
  readonly counts?: Counts
  /** As far as somebody has looked. */
  readonly outputs: Outputs
}

/** Plans one root, shows it, applies it when it may be. */
export const applyRoot = async (
  invocation: Invocation<ApplyFlags>,
  driving: Driving,
  options: PlanOptions,
  { planned, applied }: ApplyHooks,
  { planning, approve, applying }: ApplySteps,
): Promise<AppliedRoot> => {
  const { terminal, common, flags } = invocation
  const { context, progress } = driving
  if (context.facts.remoteExecution) {
    const output = common.json ? 'stderr' : 'stdout'
    progress.pause()
    const autoApprove = flags.autoApprove ?? false
    await applying(() => applyRemotely(context, options, { autoApprove, detailedExitCode: false, output }))
    return { status: await applied(driving, []), outputs: {} }
  }
  const made = await planning(async () => {
    const made = await plan(context, options)
    await showPlan(invocation, driving, made)
    await planned(driving, made)
    return made
  })
  if (!made.hasChanges) {
    const outputs = await showOutputs(invocation, driving)
    keepPromises(driving, options, outputs)
    return { status: await applied(driving, []), outputs }
  }
  await approve(made)
  return await applying(async () => {
    const { counts, outputs, ...times } = await applyPlan(context, made, options)
    progress.pause()
    tellTimes(invocation, times)
    if (!common.json) {
      const style = paint(common.colour && terminal.outColour)
      const { add, change, destroy } = counts
      terminal.out(style('bold', `Done: ${add} added, ${change} changed, ${destroy} destroyed.\n`))
      printOutputs(invocation, outputs)
    }
    keepPromises(driving, options, outputs)
    return { status: await applied(driving, made.changes), counts, outputs }
  })
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
