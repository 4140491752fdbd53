/** Plans into a file, so that exactly what was shown is what is applied. */

import { join } from 'node:path'
import { stopwatch } from '../../contracts/stopwatch.js'
import type { DriveContext } from './context.js'
import { ensureInit, init } from './init.js'
import type { ChangeCounts, PlannedChange } from './messages.js'
import { step, tellerOf } from './step.js'
import { interruption, type StepResult, stepError } from './step-error.js'

export interface PlanOptions {
  readonly mode: 'normal' | 'destroy' | 'refresh-only'
  /** `name=value`. */
  readonly variables: readonly string[]
  /** Absolute paths. */
  readonly variableFiles: readonly string[]
  /** Addresses of resources. */
  readonly targets: readonly string[]
  readonly replace: readonly string[]
  readonly parallelism?: number
  readonly lockTimeout?: string
}

export const defaultPlanOptions: PlanOptions = {
  mode: 'normal',
  variables: [],
  variableFiles: [],
  targets: [],
  replace: [],
}

export interface Plan {
  /** The saved plan: secrets in plain text, which only its owner can read. */
  readonly file: string
  readonly hasChanges: boolean
  readonly changes: readonly PlannedChange[]
  readonly counts: ChangeCounts
  /** Whether resources were changed outside of Terraform. */
  readonly hasDrift: boolean
}

/**
 * Makes a plan, after `init` where that is needed. The caller removes the file. Throws Terraform's diagnostics, or
 * `interrupted`.
 */
export const plan = async (context: DriveContext, options: PlanOptions): Promise<Plan> => {
  await ensureInit(context)
  context.emit({ type: 'phase_start', phase: 'plan', message: `${context.binary.dialect} plan` })
  const seconds = stopwatch()
  let outcome = await tryPlan(context, options)
  if (wantsInit(outcome.result)) {
    // A module in a local folder has other needs than when `init` ran; the document alone doesn't tell.
    await init(context)
    outcome = await tryPlan(context, options)
  }
  const { result, ...made } = outcome
  if (result.interrupted) {
    throw stepError(tellerOf(context), 'plan', result, {
      first: interruption('interrupted while planning: nothing was changed'),
    })
  }
  if (result.status !== 0 && result.status !== 2) throw stepError(tellerOf(context), 'plan', result)
  context.emit({ type: 'phase_end', phase: 'plan', seconds: seconds() })
  return { ...made, hasChanges: result.status === 2 }
}

interface Outcome extends Omit<Plan, 'hasChanges'> {
  readonly result: StepResult
}

const tryPlan = async (context: DriveContext, options: PlanOptions): Promise<Outcome> => {
  const file = join(context.runFolder, 'plan.tfplan')
  const changes: PlannedChange[] = []
  let hasDrift = false
  let counts: ChangeCounts = { add: 0, change: 0, destroy: 0, import: 0 }
  const args = ['plan', '-json', '-no-color', '-input=false', '-detailed-exitcode', `-out=${file}`]
  const result = await step(context, [...args, ...planFlags(options)], message => {
    if (message.type === 'planned_change') changes.push(message.change)
    if (message.type === 'resource_drift') hasDrift = true
    if (message.type === 'change_summary') counts = message.counts
    // Outputs have no values before the apply.
    return message.type === 'outputs' ? 'quiet' : undefined
  })
  return { file, changes, counts, hasDrift, result }
}

const wantsInit = ({ status, errors }: StepResult): boolean =>
  status === 1 &&
  errors.length > 0 &&
  errors.every(
    ({ summary, detail }) =>
      !/backend/i.test(summary) && /\b(terraform|tofu) (init|get)\b/.test(`${summary}\n${detail}`),
  )

/** The arguments of `plan` for some options; `-var` and its kin are the same for every command that takes them. */
export const planFlags = (options: PlanOptions): readonly string[] => [
  ...(options.mode === 'destroy' ? ['-destroy'] : []),
  ...(options.mode === 'refresh-only' ? ['-refresh-only'] : []),
  ...variableFlags(options),
  ...options.targets.map(address => `-target=${address}`),
  ...options.replace.map(address => `-replace=${address}`),
  ...limitFlags(options),
]

export const variableFlags = ({ variables, variableFiles }: PlanOptions): readonly string[] => [
  ...variableFiles.map(path => `-var-file=${path}`),
  ...variables.map(assignment => `-var=${assignment}`),
]

export const limitFlags = ({ parallelism, lockTimeout }: PlanOptions): readonly string[] => [
  ...(parallelism === undefined ? [] : [`-parallelism=${parallelism}`]),
  ...(lockTimeout === undefined ? [] : [`-lock-timeout=${lockTimeout}`]),
]
