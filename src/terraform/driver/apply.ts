/** Applies a saved plan, and tells of a failed one what was done and what was not. */

import type { Diagnostic, TerraneError } from '../../contracts/diagnostic.js'
import type { TerraneEvent } from '../../contracts/events.js'
import { stopwatch } from '../../contracts/stopwatch.js'
import { applyError, wasKilled } from './apply-error.js'
import { type ApplyReport, trackApply } from './apply-progress.js'
import type { DriveContext } from './context.js'
import type { ChangeCounts, Operation, OutputValue } from './messages.js'
import { readStateOutputs } from './output.js'
import { limitFlags, type Plan, type PlanOptions, variableFlags } from './plan.js'
import { stateAddresses } from './state-addresses.js'
import { protectState } from './state-files.js'
import { step, tellerOf } from './step.js'
import type { StepResult } from './step-error.js'

export interface Applied {
  readonly counts: ChangeCounts
  readonly outputs: Readonly<Record<string, OutputValue>>
  readonly seconds: number
  /** The operations that took longest, the longest first. */
  readonly slowest: readonly Operation[]
}

/**
 * Applies exactly the plan. Throws Terraform's diagnostics and, last, what was done, what failed and what was not
 * started; `terraform-stale-plan` when the state has changed since the plan; `interrupted`, first, after a SIGINT.
 */
export const applyPlan = async (
  context: DriveContext,
  plan: Plan,
  options: PlanOptions,
): Promise<Applied> => {
  const phase = options.mode === 'destroy' ? 'destroy' : 'apply'
  context.emit({ type: 'phase_start', phase, message: `${context.binary.dialect} apply` })
  context.emit(estimate(context, plan, options))
  const seconds = stopwatch()
  const progress = trackApply(plan.changes)
  let counts: ChangeCounts | undefined
  let outputs: Applied['outputs'] = {}
  let slowest: readonly Operation[] = []
  // A saved plan has all variables but the ephemeral ones, and refuses to be given others.
  const variables = context.facts.ephemeralVariables.length > 0 ? variableFlags(options) : []
  const args = [
    'apply',
    '-json',
    '-no-color',
    '-input=false',
    ...limitFlags(options),
    ...variables,
    plan.file,
  ]
  protectState(context)
  const result = await step(context, args, message => {
    progress.see(message)
    if (message.type === 'apply_complete')
      slowest = [...slowest, message.operation].sort(longestFirst).slice(0, 3)
    if (message.type === 'change_summary') counts = message.counts
    if (message.type === 'outputs') outputs = message.outputs
    // It repeats the plan that was shown.
    return message.type === 'planned_change' ? 'quiet' : undefined
  })
  protectState(context)
  // Terraform's summary is its last word, also where nobody saw its exit status.
  const isDone = result.status === 0 || (result.status === undefined && counts !== undefined)
  if (!isDone) throw await failed(context, result, progress.report())
  const took = seconds()
  context.emit({ type: 'phase_end', phase, seconds: took })
  const times = { seconds: took, slowest }
  if (counts !== undefined) return { counts, outputs, ...times }
  context.emit({ type: 'diagnostic', diagnostic: unwritten })
  return { counts: plan.counts, outputs: await readStateOutputs(context), ...times }
}

const longestFirst = (a: Operation, b: Operation): number => b.seconds - a.seconds

/** Terraform's own, where nothing else is said. */
const usualParallelism = 10

const estimate = (
  { expected }: DriveContext,
  { changes }: Plan,
  { parallelism = usualParallelism }: PlanOptions,
): TerraneEvent => {
  const known = changes.flatMap(({ address, action }) => {
    const seconds = expected?.(address, action)
    return seconds === undefined ? [] : [[address, seconds] as const]
  })
  return { type: 'apply_estimate', parallelism, expected: Object.fromEntries(known) }
}

const unwritten: Diagnostic = {
  code: 'file-access',
  severity: 'warning',
  message: 'all of it was done, but not all of it could be written down: the disk for the record was full',
  labels: [],
}

/** Terraform itself could tell no more: the state does. */
const failed = async (
  context: DriveContext,
  result: StepResult,
  report: ApplyReport,
): Promise<TerraneError> => {
  const teller = tellerOf(context)
  if (!wasKilled(result) && !report.incomplete) return applyError(teller, result, report)
  return applyError(teller, result, report, await stateAddresses(context))
}
