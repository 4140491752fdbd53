/** From the options of the API to a deployment of hosts, and to what is told of it. */
import { failure } from '../contracts/diagnostic.js'
import { readBatch } from '../nixos/fleet/batch.js'
import type { HostOperations } from '../nixos/operations.js'
import type { DeployOptions, DeploySurroundings } from '../project/deploy/deploy-hosts.js'
import type { FleetOptions } from './options.js'

/** How many at once, and when to stop. Throws `usage`. */
export const fleetOptions = (
  { parallel = 10, batch, maxFailures, canary }: FleetOptions,
  names: readonly string[],
): DeployOptions => {
  const size = batch === undefined ? undefined : readBatch(String(batch))
  if (batch !== undefined && size === undefined)
    throw failure('usage', `the batch ${batch} is not a number of hosts or a percentage`)
  if (canary !== undefined && !names.includes(canary))
    throw failure('usage', `the canary '${canary}' is not among the hosts that are deployed`, {
      notes: [`they are ${names.join(', ')}`],
    })
  return {
    parallel,
    reboot: false,
    ...(size === undefined ? {} : { batch: size }),
    ...(maxFailures === undefined ? {} : { maxFailures }),
    ...(canary === undefined ? {} : { canary }),
  }
}

/** Who is asked before a host is changed, and before its disks are erased. */
export const hostApproval = ({
  approveHost,
  approveErasing = () => false,
}: FleetOptions): Pick<DeploySurroundings, 'approve' | 'approveErasing'> => ({
  ...(approveHost === undefined ? {} : { approve: host => async () => await approveHost(host) }),
  approveErasing: async (host, system) => await approveErasing(host, system),
})

/** Loaded only where there are hosts. */
export const sshOperations = async (): Promise<HostOperations> =>
  (await import('../nixos/operations-over-ssh.js')).operationsOverSsh
