/** Options of commands that are about hosts. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { failure } from '../contracts/diagnostic.js'
import type { DeployAction } from '../nixos/deployment.js'
import { readBatch } from '../nixos/fleet/batch.js'
import type { Batch } from '../nixos/fleet/fleet.js'
import type { DeployOptions } from '../project/deploy/deploy-hosts.js'
import { collect, positive } from './options.js'

export interface SelectionFlags {
  readonly on?: readonly string[]
}

export interface FleetFlags {
  readonly parallel: number
  readonly batch?: Batch
  readonly maxFailures?: number
  readonly canary?: string
}

export interface ActionFlags {
  readonly action?: DeployAction
  readonly reboot?: boolean
}

/** Which hosts. */
export const addSelection = (command: Command): Command =>
  command.option(
    '--on <hosts>',
    'only these: names, patterns (web*), tag:NAME, with commas between them (repeatable; default all)',
    collect,
  )

/** How many at once, and when to stop. */
export const addFleetOptions = (command: Command): Command =>
  command
    .option('--parallel <number>', 'how many hosts are worked on at once', positive, 10)
    .option('--batch <size>', 'so many hosts are done before the next begin: 5, or 20%', batch)
    .option('--max-failures <number>', 'begin with no further host once so many have failed', positive)
    .option('--canary <host>', 'this host first; the others only if it is deployed')

/** What is done with the new system. */
export const addActionOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--action <action>',
        'what is done with the new system (default: what the host says)',
      ).choices(['switch', 'boot', 'test', 'dry-activate']),
    )
    .option('--reboot', 'reboot where the new system needs it, and confirm it after the boot')

const batch = (value: string): Batch => {
  const size = readBatch(value)
  if (size === undefined) throw new InvalidArgumentError('It is not a number of hosts or a percentage.')
  return size
}

/** Throws `usage` for a canary that is not among the hosts. */
export const readDeployOptions = (
  { parallel, batch, maxFailures, canary, action, reboot }: FleetFlags & ActionFlags,
  names: readonly string[],
): DeployOptions => {
  if (canary !== undefined && !names.includes(canary))
    throw failure('usage', `the canary '${canary}' is not among the hosts that are deployed`, {
      notes: [`they are ${names.join(', ')}`],
    })
  return {
    parallel,
    reboot: reboot ?? false,
    ...(batch === undefined ? {} : { batch }),
    ...(maxFailures === undefined ? {} : { maxFailures }),
    ...(canary === undefined ? {} : { canary }),
    ...(action === undefined ? {} : { action }),
  }
}
