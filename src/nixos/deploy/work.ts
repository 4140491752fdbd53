/** What everything that is done to a host begins and ends with: a prepared way, and a result whatever happens. */
import { TerraneError } from '../../contracts/diagnostic.js'
import { stopwatch } from '../../contracts/stopwatch.js'
import { checkDeployment } from '../check-deployment.js'
import { connect, type Host } from '../connection/connect.js'
import type { HostDeployment, HostResult } from '../deployment.js'
import type { DeployContext } from './context.js'
import type { Ending } from './result.js'
import { reportSteps, type Steps } from './steps.js'

/** What one deployment works with. */
export interface Work {
  readonly deployment: HostDeployment
  readonly context: DeployContext
  readonly host: Host
  readonly steps: Steps
  readonly note: (message: string) => void
}

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
