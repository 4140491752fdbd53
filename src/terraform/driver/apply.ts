/** Applies a saved plan, and tells of a failed one what was done and what was not. */

import { type Diagnostic, failure, TerraneError } from '../../contracts/diagnostic.js'
import { stopwatch } from '../../contracts/stopwatch.js'
import type { DriveContext } from './context.js'
import type { ChangeCounts, OutputValue, PlannedChange, TerraformMessage } from './messages.js'
import { limitFlags, type Plan, type PlanOptions, variableFlags } from './plan.js'
import { protectState } from './state-files.js'
import { interruption, type StepResult, step, stepError } from './step.js'

export interface Applied {
  readonly counts: ChangeCounts
  readonly outputs: Readonly<Record<string, OutputValue>>
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
  const seconds = stopwatch()
  const progress = trackProgress(plan.changes)
  let counts: ChangeCounts = { add: 0, change: 0, destroy: 0, import: 0 }
  let outputs: Applied['outputs'] = {}
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
    if (message.type === 'change_summary') counts = message.counts
    if (message.type === 'outputs') outputs = message.outputs
    // It repeats the plan that was shown.
    return message.type === 'planned_change' ? 'quiet' : undefined
  })
  protectState(context)
  if (result.status !== 0) throw applyError(context, result, progress)
  context.emit({ type: 'phase_end', phase, seconds: seconds() })
  return { counts, outputs }
}

interface Progress {
  readonly see: (message: TerraformMessage) => void
  readonly report: () => { readonly done: string[]; readonly failed: string[]; readonly notStarted: string[] }
}

/** How many operations a planned change takes; a change of another kind takes none. */
const operationsOf: Readonly<Record<string, number>> = { create: 1, update: 1, delete: 1, replace: 2 }

/** Terraform says nothing of what it never started after an error: that is what was planned and not seen. */
const trackProgress = (changes: readonly PlannedChange[]): Progress => {
  const open = new Map<string, number>()
  for (const { address, action } of changes) {
    const count = operationsOf[action]
    if (count !== undefined) open.set(address, count)
  }
  const total = new Map(open)
  const begun = new Set<string>()
  const failed = new Set<string>()
  return {
    see: message => {
      if (message.type === 'apply_start') begun.add(message.operation.address)
      if (message.type === 'apply_errored') failed.add(message.operation.address)
      if (message.type === 'apply_complete') {
        const { address } = message.operation
        if (open.has(address)) open.set(address, open.get(address)! - 1)
      }
    },
    report: () => {
      const addresses = [...total.keys()]
      return {
        done: addresses.filter(address => open.get(address)! <= 0 && !failed.has(address)),
        failed: addresses.filter(
          address => failed.has(address) || (begun.has(address) && open.get(address)! > 0),
        ),
        notStarted: addresses.filter(address => !begun.has(address) && !failed.has(address)),
      }
    },
  }
}

const applyError = (context: DriveContext, result: StepResult, progress: Progress): TerraneError => {
  if (result.errors.some(({ summary }) => summary === 'Saved plan is stale')) return stale(context, result)
  const { done, failed, notStarted } = progress.report()
  const count = done.length + failed.length + notStarted.length
  const notes = [
    ...listed('done', done),
    ...listed('failed or incomplete', failed),
    ...listed('not started', notStarted),
  ]
  const message = `${done.length} of ${count} resources were done`
  if (result.interrupted) {
    const first = { ...interruption(`interrupted: ${message}`), notes, hint: goOn }
    return stepError(context, 'apply', result, { first })
  }
  const last = failure('terraform-failed', `the apply failed: ${message}`, { notes, hint: goOn })
    .diagnostics[0]
  return stepError(context, 'apply', result, { last })
}

const goOn = 'the state is saved; terrane apply goes on from here'

const listed = (title: string, addresses: readonly string[]): readonly string[] =>
  addresses.length === 0 ? [] : [`${title}: ${addresses.join(', ')}`]

const stale = (context: DriveContext, result: StepResult): TerraneError => {
  const [first, ...rest] = stepError(context, 'apply', result).diagnostics
  const diagnostic: Diagnostic = {
    ...first,
    code: 'terraform-stale-plan',
    hint: 'someone else has changed the state since this plan was made: plan again',
  }
  return new TerraneError([diagnostic, ...rest])
}
