/** A deployment, from the hosts of a project to what has become of each: evaluate, build, keys, and the fleet. */
import { failure, TerraneError } from '../../contracts/diagnostic.js'
import type { Emit } from '../../contracts/events.js'
import type { Machine } from '../../nixos/bootstrap/machine.js'
import type { DeployAction, HostDeployment, HostResult, KeyFile } from '../../nixos/deployment.js'
import { type FleetPlan, rooms, runFleet } from '../../nixos/fleet/fleet.js'
import type { FleetEntry } from '../../nixos/fleet/report.js'
import { resolveKeys } from '../../nixos/keys/resolve-keys.js'
import type { DeployContext, HostOperations, HostTarget } from '../../nixos/operations.js'
import { healthOf } from '../../nixos/resolve/health.js'
import { run } from '../../process/run.js'
import type { EvaluatedSystem } from '../systems.js'
import { type Building, builtHere, builtSystem } from './build-system.js'
import { evaluateThere } from './evaluate-there.js'
import { awaitFresh, installFresh } from './fresh-machine.js'
import { connectionTo, type ProjectHosts } from './hosts-of-project.js'
import { pendingSystems } from './pending-systems.js'
import { refuseSensitiveInputs } from './sensitive-inputs.js'

export interface DeployOptions extends Omit<FleetPlan, 'hosts'> {
  readonly action?: DeployAction
  readonly reboot: boolean
}

export interface DeploySurroundings {
  readonly operations: HostOperations
  readonly emit: Emit
  readonly signal?: AbortSignal
  /** Aborts when the user asks to stop once more. */
  readonly leave?: AbortSignal
  /** Systems that were evaluated for this already. */
  readonly evaluated?: Readonly<Record<string, EvaluatedSystem>>
  readonly approve?: (host: string) => NonNullable<DeployContext['approve']>
  /** Asked before the disks of a machine are erased; `system` is what it is now. */
  readonly approveErasing?: (host: string, system: string) => Promise<boolean>
}

/** So many builds at once: each of them uses what cores there are. */
const parallelBuilds = 2

/** Deploys hosts. Never throws for one host: its entry says why. Throws what concerns all of them. */
export const deployHosts = async (
  names: readonly string[],
  options: DeployOptions,
  hosts: ProjectHosts,
  surroundings: DeploySurroundings,
): Promise<readonly FleetEntry[]> => {
  const { emit, operations, signal, leave, approve } = surroundings
  const systems = pendingSystems(names, hosts, surroundings)
  const room = rooms(parallelBuilds)
  const entries = await runFleet<Prepared>(
    {
      ...options,
      hosts: names.map(name => ({ name, after: hosts.manifest.hosts[name]!.after })),
    },
    {
      prepare: name => prepareWhole(name, options, hosts, { ...surroundings, systems, room }),
      ahead: async ({ deployment, erasing }) => {
        if (deployment.built === 'target' || erasing !== undefined) return
        await operations.copy(deployment, deployment.closure, { emit: () => {}, ...optionalSignal(signal) })
      },
      deploy: async ({ deployment, erasing }) => {
        if (erasing !== undefined) await install(deployment, erasing, hosts, surroundings)
        return await operations.deploy(deployment, {
          emit,
          ...optionalSignal(signal),
          ...(leave === undefined ? {} : { leave }),
          // Whoever approved of the installation knows of the system.
          ...(approve === undefined || erasing !== undefined ? {} : { approve: approve(deployment.name) }),
        })
      },
      failed: (name, error) => failedResult(name, error, emit),
      onlyBoot: name => (options.action ?? hosts.manifest.hosts[name]!.action) === 'boot' && !options.reboot,
      onEnd: entry => {
        if ('skipped' in entry) emit({ type: 'host_skipped', host: entry.name, reason: entry.skipped })
      },
      ...optionalSignal(signal),
    },
  )
  await systems.done
  return entries
}

const optionalSignal = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal })

interface Prepared {
  readonly deployment: HostDeployment
  readonly erasing?: Erasing
}

/** The machine is something else, which nixos-anywhere is to replace. */
interface Erasing {
  readonly system: string
  /** Partitions the disks: a store path. */
  readonly disko: string
}

/** A deployment, and whether the machine must be installed first. It is waited for while its system is built. */
const prepareWhole = async (
  name: string,
  options: Pick<DeployOptions, 'action' | 'reboot'>,
  hosts: ProjectHosts,
  preparing: Preparing,
): Promise<Prepared> => {
  const { bootstrap } = hosts.manifest.hosts[name]!
  if (bootstrap === undefined) return { deployment: await prepareHost(name, options, hosts, preparing) }
  const found: { machine?: Machine } = {}
  const ready = async (target: HostTarget) => {
    found.machine = await awaitFresh(target, bootstrap, preparing)
  }
  const deployment = await prepareHost(name, options, hosts, { ...preparing, ready })
  const { machine } = found
  if (machine === undefined || machine.kind === 'nixos') return { deployment }
  const system = machine.kind === 'other' ? machine.system : "NixOS' installer"
  if (deployment.action === 'dry-activate')
    throw failure('host-bootstrap', `${name} is ${system}, which has nothing to activate`, {
      hint: 'a deployment with another action has nixos-anywhere erase its disks and install NixOS',
    })
  const { disko } = await preparing.systems.of(name)
  const script = await builtHere(name, disko!, `host-${name}-disko`, hosts, preparing)
  return { deployment, erasing: { system, disko: script } }
}

/** Throws `deploy-declined`, what `installFresh` throws. */
const install = async (
  deployment: HostDeployment,
  { system, disko }: Erasing,
  hosts: ProjectHosts,
  { approveErasing, ...surroundings }: DeploySurroundings,
): Promise<void> => {
  const { name } = deployment
  if (approveErasing !== undefined && !(await approveErasing(name, system)))
    throw failure('deploy-declined', `${name} is left as it is: its installation was not approved`, {
      hint: `terrane deploy --on ${name} asks on a terminal`,
    })
  await installFresh(deployment, disko, hosts.manifest.hosts[name]!.bootstrap!, surroundings)
}

interface Preparing extends DeploySurroundings, Building {
  /** Waits for the machine, where it may not be there yet. */
  readonly ready?: (target: HostTarget) => Promise<void>
}

/** Everything that is known of a deployment before it starts. Throws where something can't be had. */
export const prepareHost = async (
  name: string,
  options: Pick<DeployOptions, 'action' | 'reboot'>,
  hosts: ProjectHosts,
  preparing: Preparing,
): Promise<HostDeployment> => {
  // Before anything takes long: what is missing is told at once.
  const connection = connectionTo(name, hosts)
  await refuseSensitiveInputs(name, hosts)
  const keys = await keysOf(name, hosts, preparing.signal)
  const target = { name, connection }
  const { build, evaluate } = hosts.manifest.hosts[name]!
  const ready = preparing.ready?.(target)
  if (builtWhere(build, evaluate) === 'target') await ready
  const [closure] = await Promise.all([
    evaluate === 'target' ? evaluateThere(target, hosts, preparing) : builtSystem(target, hosts, preparing),
    ready,
  ])
  return deploymentOf(name, options, hosts, { connection, keys, closure })
}

/** Gets the secrets of a host. Throws `host-key-source`, `host-not-applied`. */
export const keysOf = async (
  name: string,
  hosts: ProjectHosts,
  signal: AbortSignal | undefined,
): Promise<readonly KeyFile[]> =>
  await resolveKeys(name, hosts.manifest.hosts[name]!.keys, {
    outputs: hosts.outputs,
    texts: hosts.secrets[name]?.keys ?? {},
    folder: hosts.folder,
    projectFolder: hosts.projectFolder,
    environment: process.env,
    run,
    ...optionalSignal(signal),
  })

/** A deployment of something that is known already. */
export const deploymentOf = (
  name: string,
  { action, reboot }: Pick<DeployOptions, 'action' | 'reboot'>,
  hosts: ProjectHosts,
  known: Pick<HostDeployment, 'connection' | 'closure' | 'keys'>,
): HostDeployment => {
  const host = hosts.manifest.hosts[name]!
  return {
    name,
    ...known,
    built: builtWhere(host.build, host.evaluate),
    action: action ?? host.action,
    reboot,
    health: healthOf(name, host.health, hosts.outputs),
    rollback: { automatic: host.rollback.automatic, timeoutSeconds: host.rollback.timeout },
    keep: host.generations.keep,
  }
}

const builtWhere = (build: string, evaluate: string): HostDeployment['built'] =>
  build === 'target' || evaluate === 'target' ? 'target' : 'local'

/** A host that could not even be prepared. Its error is told in full, with its place. */
const failedResult = (name: string, error: unknown, emit: Emit): HostResult => {
  if (!(error instanceof TerraneError)) throw error
  for (const diagnostic of error.diagnostics) emit({ type: 'diagnostic', diagnostic })
  const [{ code, message, hint }] = error.diagnostics
  const summary = {
    outcome: 'failed' as const,
    reason: message,
    ...(hint === undefined ? {} : { hint }),
    newlyFailedUnits: [],
    keysChanged: [],
    roundTrips: 0,
    seconds: 0,
  }
  emit({ type: 'host_result', host: name, ...summary })
  return { name, code, ...summary }
}
