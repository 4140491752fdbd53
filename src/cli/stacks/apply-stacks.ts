/**
 * Applies and destroys stacks. Each is planned once what it needs is applied, so that every plan that somebody approves
 * has the values that will be used; a destroy needs none of that, and is approved as a whole.
 */
import { failure } from '../../contracts/diagnostic.js'
import type { ExitStatus } from '../../contracts/exit-status.js'
import type { Needs } from '../../project/stacks/order.js'
import { reversed } from '../../project/stacks/order.js'
import { isGood, runStacks, type StackOutcome } from '../../project/stacks/run-stacks.js'
import type { PreparedStack, StackProject } from '../../project/stacks/stack-project.js'
import type { PlanOptions } from '../../terraform/driver/plan.js'
import { type ApplyFlags, applyRoot, type FindHosts, refuseDestruction, type Wording } from '../apply-root.js'
import type { Invocation } from '../command.js'
import type { Progress } from '../render/progress.js'
import {
  driveStack,
  driveStacks,
  type StackDriving,
  type StackEnd,
  type StacksRun,
  skippedStack,
} from './drive-stacks.js'
import { type Gate, gateFor } from './gate.js'
import { refuseOneRootFlags, type StackFlags } from './stack-options.js'
import { askAboutStacks, tellDependents } from './words-before-apply.js'

interface How {
  readonly options: PlanOptions
  readonly wording: Wording
  readonly findHosts: FindHosts | undefined
}

export const applyStacks = async (
  invocation: Invocation<ApplyFlags & StackFlags>,
  project: StackProject,
  progress: Progress,
  how: How,
): Promise<ExitStatus> => {
  refuseOneRootFlags(invocation.flags as never, ['target', 'replace'])
  const autoApprove = invocation.flags.autoApprove ?? false
  const destroys = how.options.mode === 'destroy'
  return await driveStacks(invocation, project, progress, { dependents: destroys }, async run => {
    if (destroys) {
      tellDependents(run)
      return await round(run, how, {
        names: run.names.toReversed(),
        before: new Map(),
        applied: reversed(run.needs),
      })
    }
    if (autoApprove) return await round(run, how, { names: run.names, before: run.needs, applied: new Map() })
    return await inRounds(run, how)
  })
}

/** One question a round: about those whose needs are met. */
const inRounds = async (run: StacksRun, how: How): Promise<readonly StackOutcome[]> => {
  const done = new Map<string, StackOutcome>()
  for (;;) {
    const waiting = run.names.filter(name => !done.has(name))
    const ready: string[] = []
    for (const name of waiting) {
      const needed = [...(run.needs.get(name) ?? [])].map(other => done.get(other))
      const bad = needed.find(outcome => outcome !== undefined && !isGood(outcome))
      if (bad !== undefined) done.set(name, skippedBecause(name, bad))
      else if (needed.every(outcome => outcome !== undefined)) ready.push(name)
    }
    if (ready.length === 0 && run.names.every(name => done.has(name))) return [...done.values()]
    const later = waiting.filter(name => !ready.includes(name) && !done.has(name))
    const before = new Map(ready.map(name => [name, new Set<string>()]))
    const outcomes = await round(run, how, { names: ready, before, applied: new Map(), later })
    for (const outcome of outcomes) done.set(outcome.name, outcome)
  }
}

interface Round {
  readonly names: readonly string[]
  /** What must be done before a stack is planned. */
  readonly before: Needs
  /** What must be done before it is applied. */
  readonly applied: Needs
  /** Those of the next rounds. */
  readonly later?: readonly string[]
}

const round = async (run: StacksRun, how: How, { names, before, applied, later = [] }: Round) => {
  const flushes = new Map<string, () => void>()
  const autoApprove = (run.invocation.flags as ApplyFlags).autoApprove ?? false
  const gate = autoApprove
    ? undefined
    : gateFor(names, async came => {
        for (const name of came) flushes.get(name)?.()
        await askAboutStacks(run, how.wording, came, later)
      })
  const needs: Needs = new Map(names.map(name => [name, before.get(name) ?? new Set<string>()]))
  return await runStacks(
    needs,
    async (name, ended) => {
      const stack = run.prepared.all.get(name)!
      const others = [...(applied.get(name) ?? [])].flatMap(other => ended(other) ?? [])
      try {
        return await driveStack(how.wording.name, run, stack, driving => {
          flushes.set(name, driving.flush)
          return applyOne(run, stack, driving, how, { gate, others })
        })
      } finally {
        gate?.turnBack(name)
      }
    },
    skippedBecause,
  )
}

const applyOne = async (
  { invocation: { flags }, room }: StacksRun,
  { name }: PreparedStack,
  driving: StackDriving,
  { options, wording, findHosts }: How,
  { gate, others }: { readonly gate: Gate | undefined; readonly others: readonly Promise<StackOutcome>[] },
): Promise<StackEnd> => {
  const invocation = driving.invocation as Invocation<ApplyFlags>
  const { autoApprove = false, allowDestroy = false } = flags as ApplyFlags
  if (driving.context.facts.remoteExecution && !autoApprove) throw approvesThere(name)
  const inRoom = async <T>(body: () => Promise<T>): Promise<T> => {
    const leave = await room()
    try {
      return await body()
    } finally {
      leave()
    }
  }
  let stopped: StackOutcome | undefined
  const { status, counts } = await applyRoot(invocation, driving, options, findHosts, {
    planning: inRoom,
    approve: async made => {
      if (gate === undefined) {
        if (!wording.destroys && !allowDestroy) refuseDestruction(made.changes)
        driving.flush()
      } else await gate.arrive(name)
      stopped = (await Promise.all(others)).find(outcome => !isGood(outcome))
      if (stopped !== undefined) throw stillNeeded(name, stopped)
      if (driving.context.interrupt?.aborted)
        throw failure('interrupted', 'interrupted before it was begun: nothing was changed')
    },
    applying: inRoom,
  })
  if (counts === undefined) return { result: 'unchanged', status }
  const { add, change, destroy } = counts
  return wording.destroys
    ? { result: 'destroyed', note: `${destroy} destroyed`, status }
    : { result: 'applied', note: `${add} added, ${change} changed, ${destroy} destroyed`, status }
}

const skippedBecause = (name: string, { name: other, result }: StackOutcome): StackOutcome =>
  skippedStack(name, `it needs ${other}, which ${ends[result] ?? 'has failed'}`)

const ends: Readonly<Partial<Record<StackOutcome['result'], string>>> = {
  skipped: 'was not begun',
  declined: 'was declined',
  interrupted: 'was interrupted',
  detached: 'is still at work',
}

const stillNeeded = (name: string, { name: other }: StackOutcome) =>
  failure(
    'stack-not-destroyed',
    `the stack '${name}' is not destroyed: ${other}, which needs it, is still there`,
  )

const approvesThere = (name: string) =>
  failure('usage', `the stack '${name}' runs on a server, which asks about its plan there`, {
    hint: `give --auto-approve, or apply it on its own: --stack ${name}`,
  })
