/** What all commands do that work on several stacks: choose, compile, run each in its folder, report. */
import { exitStatusOf } from '../../contracts/codes.js'
import { type Diagnostic, TerraneError } from '../../contracts/diagnostic.js'
import type { StackResult } from '../../contracts/events.js'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { stopwatch } from '../../contracts/stopwatch.js'
import { rooms } from '../../nixos/fleet/fleet.js'
import { type Interruption, listenForInterruption } from '../../process/interruption.js'
import { driveProject } from '../../project/drive-project.js'
import { locateAttributes } from '../../project/plan-places.js'
import { errorOfStack, inStack } from '../../project/stacks/in-stack.js'
import { leftStacks } from '../../project/stacks/left-stacks.js'
import { among, inOrder, type Needs } from '../../project/stacks/order.js'
import type { StackOutcome } from '../../project/stacks/run-stacks.js'
import type { PreparedStack, PreparedStacks, StackProject } from '../../project/stacks/stack-project.js'
import { explainInStacks } from '../../project/stacks/terraform-errors.js'
import type { Invocation } from '../command.js'
import { type DriveFlags, type Driving, driveOptions, isDestroy } from '../drive-command.js'
import { printDiagnostic } from '../print-diagnostic.js'
import type { Progress } from '../render/progress.js'
import { reportStacks, statusOfStacks, tellOutcome } from './report-stacks.js'
import { selectStacks } from './select-stacks.js'
import type { StackFlags } from './stack-options.js'

export interface StacksRun {
  readonly invocation: Invocation<DriveFlags & StackFlags>
  readonly project: StackProject
  readonly progress: Progress
  readonly prepared: PreparedStacks
  /** Those that were chosen, each behind what it needs. */
  readonly names: readonly string[]
  /** Among these. */
  readonly needs: Needs
  readonly interruption: Interruption
  /** Waits until tofu/terraform may do something for one more stack. */
  readonly room: () => Promise<() => void>
}

const usuallyAtOnce = 4

/** Chooses and compiles stacks, has `body` do something with them, and reports. Throws what can't be told of one stack. */
export const driveStacks = async (
  invocation: Invocation<DriveFlags & StackFlags>,
  project: StackProject,
  progress: Progress,
  /** Whether those that need the chosen ones are to be known as well. */
  known: { readonly dependents: boolean },
  body: (run: StacksRun) => Promise<readonly StackOutcome[]>,
): Promise<ExitStatus> => {
  const { names: chosen, prepared } = await selectStacks(invocation, project, progress, known)
  for (const diagnostic of leftStacks(project)) progress.emit({ type: 'diagnostic', diagnostic })
  if (chosen.length === 0) {
    progress.pause()
    if (!invocation.common.json) invocation.terminal.err('No stack is affected.\n')
    return exitStatus.ok
  }
  const needs = among(chosen, prepared.needs)
  const interruption = listenForInterruption()
  try {
    const room = rooms(invocation.flags.stacksAtOnce ?? usuallyAtOnce)
    const names = inOrder(needs)
    const outcomes = await body({ invocation, project, progress, prepared, names, needs, interruption, room })
    const sorted = names.flatMap(name => outcomes.filter(outcome => outcome.name === name))
    reportStacks(sorted, invocation, progress)
    return statusOfStacks(sorted)
  } finally {
    interruption.stop()
  }
}

/** A stack that is being driven; what it prints waits for `flush`, so that stacks at the same time don't mix. */
export interface StackDriving extends Driving {
  readonly invocation: Invocation<DriveFlags & StackFlags>
  readonly flush: () => void
}

export type StackEnd = Pick<StackOutcome, 'result' | 'note'> & { readonly status?: ExitStatus }

/** Drives a stack in its folder. Never throws what a user can cause: that is told and is the outcome. */
export const driveStack = async (
  command: string,
  run: StacksRun,
  stack: PreparedStack,
  body: (driving: StackDriving) => Promise<StackEnd>,
): Promise<StackOutcome> => {
  const outcome = await driveOne(command, run, stack, body)
  tellOutcome(outcome, run.progress)
  return outcome
}

const driveOne = async (
  command: string,
  { invocation, progress, interruption }: StacksRun,
  { name, project, reads }: PreparedStack,
  body: (driving: StackDriving) => Promise<StackEnd>,
): Promise<StackOutcome> => {
  const seconds = stopwatch()
  const destroys = isDestroy(command, invocation.flags)
  if (interruption.signal.aborted)
    return {
      ...skippedStack(name, 'interrupted before it began'),
      result: 'interrupted',
      status: exitStatus.interrupted,
    }
  // What another stack is at stays on the last line.
  const own: Progress = { ...progress, emit: inStack(progress.emit, name), pause: progress.hide }
  const { invocation: quiet, flush } = collecting(name, invocation, progress)
  let end: StackEnd = { result: 'failed' }
  try {
    const options = {
      command,
      ...driveOptions(invocation, own),
      interruption: { ...interruption, stop: () => {} },
    }
    await driveProject(project, options, async context => {
      const places = locateAttributes(project)
      try {
        end = await body({ context, project, progress: own, places, invocation: quiet, flush })
      } catch (error) {
        throw error instanceof TerraneError ? explainInStacks(error, { name, reads, destroys }) : error
      }
      return end.status ?? exitStatus.ok
    })
    flush()
    const { status = exitStatus.ok, ...rest } = end
    return { name, ...rest, status, seconds: seconds() }
  } catch (error) {
    flush()
    if (!(error instanceof TerraneError)) throw error
    return failedStack(name, error, seconds(), { invocation, progress })
  }
}

/** Tells what has gone wrong with a stack. */
export const failedStack = (
  name: string,
  error: TerraneError,
  seconds: number,
  { invocation: { terminal, common }, progress }: Pick<StacksRun, 'invocation' | 'progress'>,
): StackOutcome => {
  const told = errorOfStack(error, name)
  progress.hide()
  // That somebody has said no is no news.
  for (const diagnostic of told.diagnostics.filter(({ code }) => code !== 'terraform-declined'))
    printDiagnostic(diagnostic, terminal, {
      texts: told.texts,
      format: common.diagnostics,
      colour: common.colour && terminal.errColour,
    })
  const [first] = told.diagnostics
  const status = exitStatusOf(first.code)
  return { name, result: resultOf(first), note: first.message.split('\n')[0]!, status, error: told, seconds }
}

const resultOf = ({ code }: Diagnostic): StackResult =>
  code === 'interrupted'
    ? 'interrupted'
    : code === 'detached'
      ? 'detached'
      : code === 'terraform-declined'
        ? 'declined'
        : 'failed'

/** One that was not begun. */
export const skippedStack = (name: string, note: string): StackOutcome => ({
  name,
  result: 'skipped',
  note,
  status: exitStatus.ok,
  seconds: 0,
})

/** The invocation with a terminal that keeps what is printed on standard output until it may be shown. */
const collecting = (
  name: string,
  invocation: Invocation<DriveFlags & StackFlags>,
  progress: Progress,
): { readonly invocation: Invocation<DriveFlags & StackFlags>; readonly flush: () => void } => {
  const { terminal } = invocation
  let kept = ''
  let titled = false
  const keep = (text: string) => {
    kept += text
  }
  return {
    invocation: { ...invocation, terminal: { ...terminal, out: keep } },
    flush: () => {
      if (kept === '') return
      progress.hide()
      terminal.out(`${titled ? '' : '\n'}── ${name}\n${kept}`)
      titled = true
      kept = ''
    },
  }
}
