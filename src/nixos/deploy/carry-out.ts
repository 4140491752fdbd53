/** From arming to the end: what is sent, what is looked at, and the confirmation. */
import { keyBytes, type Plan, planBytes } from '../agent/plan.js'
import { type Attendance, attend, type Settled } from './attend.js'
import { checkFromHere } from './check-from-here.js'
import { stepOfPhase } from './steps.js'
import type { Work } from './work.js'

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
    ...(context.leave === undefined ? {} : { leave: context.leave }),
    keys: keyBytes(deployment.keys.map((key, number) => [number, key])),
  })
}

/** Arms a deployment and sees it to its end. */
export const carryOut = async (work: Work, id: string, plan: Plan): Promise<Settled> => {
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
    note('interrupted: the host goes back to its old system (once more: terrane leaves it alone with that)')
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
  if (settled.kind === 'over' || settled.kind === 'left') return settled
  return await attendance.settle({ way: settled.kind === 'lost' ? 'fresh' : 'shared', verb: 'follow' })
}
