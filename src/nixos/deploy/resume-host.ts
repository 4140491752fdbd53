/** Coming back to a deployment that we lost sight of. */
import { rememberedDeployment, stateOf } from '../agent/facts.js'
import { keyBytes } from '../agent/plan.js'
import type { HostDeployment, HostResult } from '../deployment.js'
import { attendTo, confirm } from './carry-out.js'
import type { DeployContext } from './context.js'
import { endingOf } from './result.js'
import { openSession } from './session.js'
import { onHost } from './work.js'

/**
 * Follows the host's last deployment to its end and tells how it ended; one without a watchdog gets one. If it is of the
 * same system as `deployment` and waits for a confirmation, it is checked and confirmed.
 */
export const resumeHost = (deployment: HostDeployment, context: DeployContext): Promise<HostResult> =>
  onHost(deployment, context, async work => {
    const { host, steps } = work
    const session = await openSession(host, 'state', [], { way: 'fresh' })
    await session.close()
    const left = rememberedDeployment(session.facts)
    if (left === undefined)
      return {
        outcome: 'unchanged',
        reason: 'nothing has been deployed to it yet',
        state: stateOf(session.facts),
      }
    steps.enter('recover')
    const attendance = attendTo(work, left.id)
    const keys = deployment.keys.map((key, number) => [number, key] as const)
    let settled = await attendance.settle({ way: 'fresh', verb: 'resume', input: keyBytes(keys) })
    if (settled.kind === 'waiting')
      settled =
        left.closure === deployment.closure
          ? await confirm(work, attendance, left.nonce)
          : await attendance.settle({ way: 'fresh', verb: 'follow' })
    return endingOf(settled, {
      name: deployment.name,
      keysOnly: false,
      keys: [],
      action: deployment.action,
    })
  })
