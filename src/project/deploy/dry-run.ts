/** What a deployment would change: evaluated, built, compared with what runs. No host is changed. */
import type { ClosureDiff, Emit } from '../../contracts/events.js'
import { rooms } from '../../nixos/fleet/fleet.js'
import type { HostOperations } from '../../nixos/operations.js'
import { prepareHost } from './deploy-hosts.js'
import { eachHost, type HostAnswer } from './each-host.js'
import type { ProjectHosts } from './hosts-of-project.js'
import { pendingSystems } from './pending-systems.js'

/** Compares each host's new system with the one that it runs. */
export const dryRun = async (
  names: readonly string[],
  hosts: ProjectHosts,
  surroundings: {
    readonly operations: HostOperations
    readonly emit: Emit
    readonly signal?: AbortSignal
    readonly parallel: number
  },
): Promise<readonly HostAnswer<ClosureDiff>[]> => {
  const { operations, parallel } = surroundings
  const systems = pendingSystems(names, hosts, surroundings)
  const room = rooms(2)
  const answers = await eachHost(names, parallel, async name => {
    const deployment = await prepareHost(name, { reboot: false }, withoutKeys(name, hosts), {
      ...surroundings,
      systems,
      room,
    })
    return (await operations.diff(deployment, surroundings)) ?? nothingBefore(deployment.closure)
  })
  await systems.done
  return answers
}

/** No password manager is asked for what is not going to be used. */
const withoutKeys = (name: string, hosts: ProjectHosts): ProjectHosts => ({
  ...hosts,
  manifest: {
    ...hosts.manifest,
    hosts: { ...hosts.manifest.hosts, [name]: { ...hosts.manifest.hosts[name]!, keys: {} } },
  },
})

/** A host that does not say what it runs. */
const nothingBefore = (to: string): ClosureDiff => ({
  from: '',
  to,
  added: [],
  removed: [],
  changed: [],
  bytesBefore: 0,
  bytesAfter: 0,
})
