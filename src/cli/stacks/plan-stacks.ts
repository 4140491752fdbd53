/**
 * Plans stacks, each behind what it needs. What a stack reads of another that is not applied yet, or that its own plan
 * changes, is unknown in its plan, and shown as that.
 */
import { TerraneError } from '../../contracts/diagnostic.js'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { writeDocument } from '../../project/prepare.js'
import type { Prepared } from '../../project/prepared-project.js'
import { isPending, type PendingOutputs, pendingReads, withPending } from '../../project/stacks/pending.js'
import { runStacks, type StackOutcome } from '../../project/stacks/run-stacks.js'
import type { PreparedStack, StackProject } from '../../project/stacks/stack-project.js'
import {
  explainInStacks,
  isAboutUnknown,
  isNotApplied,
  waitingFor,
} from '../../project/stacks/terraform-errors.js'
import { renderDocument } from '../../terraform/document/render.js'
import { type Plan, type PlanOptions, plan } from '../../terraform/driver/plan.js'
import type { PlanDocument } from '../../terraform/driver/plan-document.js'
import { planRemotely } from '../../terraform/driver/remote.js'
import type { Invocation } from '../command.js'
import type { DriveFlags } from '../drive-command.js'
import { paint } from '../render/colour.js'
import type { Progress } from '../render/progress.js'
import { readShown, showPlan } from '../show-plan.js'
import {
  driveStack,
  driveStacks,
  type StackDriving,
  type StackEnd,
  type StacksRun,
  skippedStack,
} from './drive-stacks.js'
import { refuseOneRootFlags, type StackFlags } from './stack-options.js'

export interface PlanHow {
  /** The command. */
  readonly name: 'plan' | 'drift'
  readonly options: PlanOptions
  /** Exit with 2 where there are changes. */
  readonly detailedExitCode: boolean
  /** What else is told of a plan. */
  readonly planned?: (driving: StackDriving, made: Plan) => Promise<void>
}

export const planStacks = async (
  invocation: Invocation<DriveFlags & StackFlags>,
  project: StackProject,
  progress: Progress,
  how: PlanHow,
): Promise<ExitStatus> => {
  refuseOneRootFlags(invocation.flags as never, ['target', 'replace', 'offline'])
  return await driveStacks(invocation, project, progress, { dependents: false }, async run => {
    /** Outputs that the plans change. */
    const pending = new Map<string, ReadonlySet<string> | 'all'>()
    const isNormal = how.options.mode === 'normal'
    return await runStacks(
      isNormal ? run.needs : new Map(run.names.map(name => [name, new Set<string>()])),
      name => planStack(run, run.prepared.all.get(name)!, how, pending),
      (name, { name: other }) => skippedStack(name, `it needs ${other}, which could not be planned`),
    )
  })
}

const planStack = async (
  run: StacksRun,
  stack: PreparedStack,
  how: PlanHow,
  pending: Map<string, ReadonlySet<string> | 'all'>,
): Promise<StackOutcome> => {
  const unknown = how.options.mode === 'normal' ? pendingReads(stack.reads, pending) : []
  const project = unknown.length === 0 ? stack.project : provisional(stack, pending)
  const waitsFor = [...new Set(unknown.map(read => read.stack))]
  return await driveStack(how.name, run, { ...stack, project }, async driving => {
    const leave = await run.room()
    try {
      return await planOne(driving, stack, how, waitsFor, pending)
    } finally {
      // The folder is left with the document that may be applied.
      if (project !== stack.project) writeDocument(stack.project, () => {})
      leave()
    }
  })
}

const provisional = (stack: PreparedStack, pending: PendingOutputs): Prepared => ({
  ...stack.project,
  text: renderDocument(withPending(stack.document, stack.reads, pending)),
})

const planOne = async (
  driving: StackDriving,
  { name, reads }: PreparedStack,
  { options, detailedExitCode, planned }: PlanHow,
  waitsFor: readonly string[],
  pending: Map<string, ReadonlySet<string> | 'all'>,
): Promise<StackEnd> => {
  const { context, progress, invocation } = driving
  const { common, terminal } = invocation
  if (context.facts.remoteExecution) {
    progress.pause()
    const asked = { autoApprove: false, detailedExitCode: true, output: 'stderr' } as const
    const changes = (await planRemotely(context, options, asked)) === 2
    if (changes) pending.set(name, 'all')
    return endOf(options, changes, detailedExitCode)
  }
  try {
    const made = await plan(context, options)
    const document = withoutPending(await readShown(context, made))
    const changed = Object.entries(document.output_changes ?? {}).filter(
      ([, { actions }]) => actions[0] !== 'no-op',
    )
    if (changed.length > 0) pending.set(name, new Set(changed.map(([output]) => output)))
    if (waitsFor.length > 0 && !common.json) {
      const unknown = pendingReads(reads, pending).map(read => `${read.stack}.${read.output ?? '…'}`)
      const style = paint(common.colour && terminal.outColour)
      terminal.out(
        style('yellow', `Unknown until ${waitsFor.join(', ')} is applied: ${unknown.join(', ')}\n`),
      )
    }
    await showPlan(invocation, driving, made, { read: document })
    await planned?.(driving, made)
    const end = endOf(
      options,
      options.mode === 'refresh-only' ? made.hasDrift : made.hasChanges,
      detailedExitCode,
    )
    const { add, change, destroy } = made.counts
    if (end.result !== 'planned') return end
    const note = `${add} to add, ${change} to change, ${destroy} to destroy`
    return { ...end, note: waitsFor.length === 0 ? note : `${note}; once ${waitsFor.join(', ')} is applied` }
  } catch (error) {
    if (!(error instanceof TerraneError)) throw error
    const explained = explainInStacks(error, { name, reads, destroys: options.mode === 'destroy' })
    if (waitsFor.length > 0 && error.diagnostics.every(isAboutUnknown)) {
      pending.set(name, 'all')
      for (const diagnostic of error.diagnostics)
        progress.emit({ type: 'diagnostic', diagnostic: waitingFor(diagnostic, waitsFor) })
      const note = `can't be planned until ${waitsFor.join(', ')} is applied`
      return { result: 'waits', note, status: detailedExitCode ? exitStatus.changes : exitStatus.ok }
    }
    // There is nothing that could have drifted.
    if (options.mode === 'refresh-only' && explained.diagnostics.every(isNotApplied))
      return { result: 'unchanged', note: 'what it needs is not applied yet' }
    throw error
  }
}

const endOf = ({ mode }: PlanOptions, changes: boolean, detailedExitCode: boolean): StackEnd => {
  if (!changes) return { result: 'unchanged' }
  return mode === 'refresh-only' && detailedExitCode
    ? { result: 'drifted', status: exitStatus.changes }
    : { result: 'planned', status: detailedExitCode ? exitStatus.changes : exitStatus.ok }
}

/** What is there only to be unknown is no news. */
const withoutPending = (document: PlanDocument): PlanDocument => ({
  ...document,
  ...(document.resource_changes === undefined
    ? {}
    : { resource_changes: document.resource_changes.filter(({ address }) => !isPending(address)) }),
})
