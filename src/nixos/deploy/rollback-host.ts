/** Going back to an earlier generation: a deployment like any other, of a system that the host has already. */
import { failure } from '../../contracts/diagnostic.js'
import { stateOf } from '../agent/facts.js'
import type { HostDeployment, HostResult, HostState } from '../deployment.js'
import type { DeployContext } from './context.js'
import { deployOver } from './deploy-host.js'
import { openSession } from './session.js'
import { onHost } from './work.js'

/**
 * Deploys a generation of the host's profile, guarded as any deployment; keys stay as they are. Without a number it is
 * the confirmed system where the host has strayed from it, else the generation before the current one.
 */
export const rollbackHost = (
  deployment: HostDeployment,
  context: DeployContext,
  generation?: number,
): Promise<HostResult> =>
  onHost(deployment, context, async work => {
    const session = await openSession(work.host, 'generations', [], { way: 'fresh' })
    await session.close()
    const there = new Map(
      (session.facts.get('had') ?? []).map(line => {
        const [number, path = ''] = line.split(' ')
        return [Number(number), path]
      }),
    )
    const wanted = generation ?? earlier(there, stateOf(session.facts))
    const closure = wanted === undefined ? undefined : there.get(wanted)
    if (wanted === undefined || closure === undefined)
      throw failure(
        'host-request',
        generation === undefined
          ? `${deployment.name} has no earlier generation`
          : `${deployment.name} has no generation ${generation}`,
        { hint: `it has: ${[...there.keys()].sort((a, b) => a - b).join(', ') || 'none'}` },
      )
    const back: HostDeployment = {
      ...deployment,
      closure,
      built: 'target',
      action: 'switch',
      reboot: false,
      keys: [],
    }
    return await deployOver({ ...work, deployment: back }, wanted)
  })

const earlier = (there: ReadonlyMap<number, string>, state: HostState): number | undefined => {
  const numbers = [...there.keys()].sort((a, b) => b - a)
  const { confirmed, current, generation = Number.POSITIVE_INFINITY } = state
  if (confirmed !== undefined && confirmed !== current) {
    const found = numbers.find(number => there.get(number) === confirmed)
    if (found !== undefined) return found
  }
  return numbers.find(number => number < generation)
}
