/**
 * One deployment to one host, from a ready system to its result. What must not depend on us (activating, going back)
 * runs on the host by itself, under a watchdog that is armed before anything changes; from here we copy, look on, check,
 * and confirm.
 */
import { randomBytes } from 'node:crypto'
import { failure, TerraneError } from '../../contracts/diagnostic.js'
import type { ClosureDiff } from '../../contracts/events.js'
import { stopwatch } from '../../contracts/stopwatch.js'
import { lineReader } from '../agent/answer.js'
import { type Facts, fact, rememberedDeployment, stateOf } from '../agent/facts.js'
import { keyBytes, type Plan, planBytes } from '../agent/plan.js'
import { agentWords } from '../agent/program.js'
import { checkDeployment } from '../check-deployment.js'
import { connect, type Host } from '../connection/connect.js'
import type { HostDeployment, HostResult, HostState } from '../deployment.js'
import { type Attendance, attend, type Settled } from './attend.js'
import { changedKeys } from './changed-keys.js'
import { checkFromHere } from './check-from-here.js'
import { compareClosures } from './compare-closures.js'
import type { DeployContext } from './context.js'
import { copyClosure } from './copy-closure.js'
import { runRemote } from './remote.js'
import { type Ending, endingOf } from './result.js'
import { openSession, type Session } from './session.js'
import { reportSteps, type Steps, stepOfPhase } from './steps.js'

/** What one deployment works with. */
export interface Work {
  readonly deployment: HostDeployment
  readonly context: DeployContext
  readonly host: Host
  readonly steps: Steps
  readonly note: (message: string) => void
}

/**
 * Deploys. Never throws for what happens on the way or on the host: every failure is a result that says what the host
 * runs now.
 */
export const deployHost = (deployment: HostDeployment, context: DeployContext): Promise<HostResult> =>
  onHost(deployment, context, work => deployOver(work))

/** Runs `body` with a prepared way to the host, and makes a result of whatever comes of it. */
export const onHost = async (
  deployment: HostDeployment,
  context: DeployContext,
  body: (work: Work) => Promise<Ending>,
): Promise<HostResult> => {
  const elapsed = stopwatch()
  const { name } = deployment
  const { emit } = context
  const steps = reportSteps(emit, name)
  const note = (message: string) => emit({ type: 'host_note', host: name, message })
  let host: Host | undefined
  let ending: Ending
  try {
    checkDeployment(deployment)
    steps.enter('connect')
    host = await connect(name, deployment.connection, { run: context.run, env: context.env, note })
    ending = await body({ deployment, context, host, steps, note })
  } catch (error) {
    if (!(error instanceof TerraneError)) throw error
    emit({ type: 'diagnostic', diagnostic: error.diagnostics[0] })
    ending = failedBy(error)
  } finally {
    steps.end()
    host?.close()
  }
  const { state, ...rest } = ending
  const result = {
    name,
    newlyFailedUnits: [],
    keysChanged: [],
    ...rest,
    roundTrips: host?.roundTrips() ?? 0,
    seconds: elapsed(),
  }
  const { name: _, ...summary } = result
  emit({ type: 'host_result', host: name, ...summary })
  return state === undefined ? result : { ...result, state }
}

/** Before the deployment is armed, nothing that fails has changed the host. */
const failedBy = (error: TerraneError): Ending => {
  const [{ message, hint, notes = [] }] = error.diagnostics
  return {
    outcome: 'failed',
    reason: [message, ...notes].join('\n'),
    ...(hint === undefined ? {} : { hint }),
  }
}

/** Deploys over a prepared way. With `generation` the system is one that the profile has already. */
export const deployOver = async (work: Work, generation?: number): Promise<Ending> => {
  const { deployment, context, host, steps } = work
  const id = randomBytes(8).toString('hex')
  const paths = deployment.keys.map(key => key.path)
  const session = await lockedSession(work, [id, context.owner, deployment.closure, ...paths])
  try {
    const { facts } = session
    const state = stateOf(facts)
    if (!facts.has('locked')) return lockedBy(state)
    const keys = deployment.action === 'dry-activate' ? [] : changedKeys(deployment.keys, facts)
    const keyNames = keys.map(([, key]) => key.name)
    const keysOnly = isInPlace(deployment, state)
    if (keysOnly && keys.length === 0) return { outcome: 'unchanged', state }

    let diff: ClosureDiff | undefined
    if (!keysOnly) {
      await bring(work, facts)
      steps.enter('compare')
      diff = await compareClosures(host, deployment, state, context)
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

const lockedBy = (state: HostState): Ending => ({
  outcome: 'failed',
  reason:
    state.lock === undefined
      ? 'another deployment has not ended'
      : `${state.lock.owner} has been deploying to it since ${state.lock.since}`,
  hint: 'wait for it; a deployment that nobody confirms ends by itself',
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

/** Attends to a deployment on the host. */
export const attendTo = ({ deployment, context, host, steps, note }: Work, id: string): Attendance => {
  const { timeoutSeconds } = deployment.rollback
  return attend({
    host,
    id,
    note,
    onPhase: phase => {
      const step = stepOfPhase[phase]
      if (step !== undefined) steps.enter(step)
    },
    onLine: line => context.emit({ type: 'host_output', host: deployment.name, line }),
    patienceSeconds: context.patienceSeconds ?? 3 * timeoutSeconds + deployment.health.timeoutSeconds + 60,
    keys: keyBytes(deployment.keys.map((key, number) => [number, key])),
  })
}

const carryOut = async (work: Work, id: string, plan: Plan): Promise<Settled> => {
  const attendance = attendTo(work, id)
  return await underInterruption(work, attendance, async () => {
    const settled = await attendance.settle({
      way: 'shared',
      verb: 'begin',
      input: planBytes(work.deployment, plan),
    })
    return settled.kind === 'waiting' ? await confirm(work, attendance, plan.nonce) : settled
  })
}

const interrupted = 'it was interrupted'

/** An interrupt makes the host go back; that is waited for. */
const underInterruption = async (
  { context, note }: Work,
  attendance: Attendance,
  body: () => Promise<Settled>,
): Promise<Settled> => {
  const interrupt = () => {
    note('interrupted: the host goes back to its old system')
    attendance.withdraw(interrupted)
  }
  context.signal?.addEventListener('abort', interrupt, { once: true })
  try {
    return await body()
  } finally {
    context.signal?.removeEventListener('abort', interrupt)
  }
}

/** The new system runs: checks it from here, then says so over a new connection, or has the host go back. */
export const confirm = async (work: Work, attendance: Attendance, nonce: string): Promise<Settled> => {
  const { deployment, context, steps, note } = work
  const { health, connection, rollback } = deployment
  const until = performance.now() + 1000 * (rollback.timeoutSeconds + health.timeoutSeconds)
  if ([...health.http, ...health.tcp].some(check => check.from === 'here')) steps.enter('check')
  const wrong = await checkFromHere(health, connection.host, context.signal)
  const objection = context.signal?.aborted
    ? interrupted
    : wrong === undefined
      ? undefined
      : `health check failed: ${wrong}`
  if (objection !== undefined)
    return await attendance.settle({ way: 'shared', verb: 'withdraw', args: [objection] })
  steps.enter('confirm')
  // Whoever deploys next must be able to get in: a connection from before proves nothing about that.
  const ask = { way: 'fresh', verb: 'confirm', args: [nonce] } as const
  let settled = await attendance.ask(ask)
  if (settled.kind === 'lost') note('the host takes no new connection; trying until it goes back')
  while (settled.kind === 'lost' && performance.now() < until) {
    await new Promise(resolve => setTimeout(resolve, 300))
    settled = await attendance.ask(ask)
  }
  if (settled.kind === 'over') return settled
  return await attendance.settle({ way: settled.kind === 'lost' ? 'fresh' : 'shared', verb: 'follow' })
}
