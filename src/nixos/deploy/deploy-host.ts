/**
 * One deployment to one host, from a ready system to its result. What must not depend on us (activating, going back)
 * runs on the host by itself, under a watchdog that is armed before anything changes; from here we copy, look on, check,
 * and confirm.
 */
import { randomBytes } from 'node:crypto'
import { failure } from '../../contracts/diagnostic.js'
import type { ClosureDiff } from '../../contracts/events.js'
import { lineReader } from '../agent/answer.js'
import { type Facts, fact, rememberedDeployment, stateOf } from '../agent/facts.js'
import { keyBytes, type Plan } from '../agent/plan.js'
import { agentWords } from '../agent/program.js'
import type { HostDeployment, HostResult, HostState } from '../deployment.js'
import { attendTo, carryOut } from './carry-out.js'
import { changedKeys } from './changed-keys.js'
import { compareClosures } from './compare-closures.js'
import type { DeployContext } from './context.js'
import { copyClosure } from './copy-closure.js'
import { runRemote } from './remote.js'
import { type Ending, endingOf } from './result.js'
import { openSession, type Session } from './session.js'
import { onHost, type Work } from './work.js'

/**
 * Deploys. Never throws for what happens on the way or on the host: every failure is a result that says what the host
 * runs now.
 */
export const deployHost = (deployment: HostDeployment, context: DeployContext): Promise<HostResult> =>
  onHost(deployment, context, work => deployOver(work))

/** Deploys over a prepared way. With `generation` the system is one that the profile has already. */
export const deployOver = async (work: Work, generation?: number): Promise<Ending> => {
  const { deployment, context, host, steps } = work
  const id = randomBytes(8).toString('hex')
  const paths = deployment.keys.map(key => key.path)
  const session = await lockedSession(work, [id, context.owner, deployment.closure, ...paths])
  try {
    const { facts } = session
    const state = stateOf(facts)
    if (!facts.has('locked')) return lockedBy(state, deployment.name)
    const keys = deployment.action === 'dry-activate' ? [] : changedKeys(deployment.keys, facts)
    const keyNames = keys.map(([, key]) => key.name)
    const keysOnly = isInPlace(deployment, state)
    if (keysOnly && keys.length === 0) return { outcome: 'unchanged', state }

    let diff: ClosureDiff | undefined
    if (!keysOnly) {
      // Both are known before the copy: it need not be waited for.
      const comparing = compareClosures(host, deployment, state, context)
      comparing.catch(() => {})
      await bring(work, facts)
      steps.enter('compare')
      diff = await comparing
      if (diff !== undefined) context.emit({ type: 'host_diff', host: deployment.name, ...diff })
    }
    if (deployment.action === 'dry-activate') return await dryActivate(work, state)
    const preview = { host: deployment.name, keys: keyNames, ...(diff === undefined ? {} : { diff }) }
    if (context.approve !== undefined && !(await context.approve(preview)))
      return { outcome: 'failed', reason: 'not approved', state }
    if (context.signal?.aborted) throw failure('interrupted', 'interrupted')

    const plan: Plan = {
      nonce: randomBytes(16).toString('hex'),
      owner: context.owner,
      action: keysOnly ? 'keys' : deployment.action,
      keys,
      ...(generation === undefined ? {} : { generation }),
    }
    steps.enter('arm')
    const settled = await carryOut(work, id, plan)
    return endingOf(settled, { name: deployment.name, keysOnly, keys: keyNames, action: deployment.action })
  } finally {
    await session.close()
  }
}

/** A session; what an earlier deployment has left undone is brought to its end first. */
const lockedSession = async (work: Work, args: readonly string[]): Promise<Session> => {
  const { host, steps, note, context } = work
  const options = context.signal === undefined ? {} : { signal: context.signal }
  const session = await openSession(host, 'session', args, options)
  const left = rememberedDeployment(session.facts)
  if (session.facts.has('locked') || left === undefined || left.phase === 'over' || left.alive) return session
  steps.enter('recover')
  note(`an earlier deployment of ${left.closure} was cut off: it is brought to its end first`)
  await attendTo(work, left.id).settle({ way: 'shared', verb: 'resume', input: keyBytes([]) })
  await session.close()
  steps.enter('connect')
  return await openSession(host, 'session', args, options)
}

const lockedBy = (state: HostState, name: string): Ending => ({
  outcome: 'failed',
  reason:
    state.lock === undefined
      ? 'another deployment has not ended'
      : `${state.lock.owner} has been deploying to it since ${state.lock.since}`,
  hint: `terrane resume --on ${name} follows it; a deployment that nobody confirms ends by itself`,
  state,
})

/** Whether the system is there already, so that nothing but keys can change. */
const isInPlace = ({ action, closure, reboot }: HostDeployment, state: HostState): boolean => {
  const { current, profile, booted } = state
  switch (action) {
    case 'switch':
      return current === closure && profile === closure && (!reboot || booted === closure)
    case 'boot':
      return profile === closure && (!reboot || booted === closure)
    case 'test':
      return current === closure
    case 'dry-activate':
      return false
  }
}

const bring = async ({ deployment, context, host, steps }: Work, facts: Facts): Promise<void> => {
  if (fact(facts, 'valid') === 'yes') return
  if (deployment.built === 'target')
    throw failure(
      'host-request',
      `${deployment.closure} is not in the host's store, where it was to be built`,
    )
  steps.enter('copy')
  await copyClosure(host, deployment.closure, context)
}

const dryActivate = async ({ deployment, context, host, steps }: Work, state: HostState): Promise<Ending> => {
  steps.enter('activate')
  const lines = lineReader(line => context.emit({ type: 'host_output', host: deployment.name, line }))
  const { status } = await runRemote(host, agentWords('dry-activate', [deployment.closure]), {
    root: true,
    onOutput: lines.take,
    onErrors: text => lines.take(Buffer.from(text)),
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  })
  lines.flush()
  return status === 0
    ? { outcome: 'unchanged', reason: 'dry-activate: nothing was changed', state }
    : { outcome: 'failed', reason: `dry-activate ended with exit status ${status}`, state }
}
