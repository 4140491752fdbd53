/** A deployment, from the hosts of a project to what has become of each: evaluate, build, keys, and the fleet. */
import { join } from 'node:path'
import { failure, TerraneError } from '../../contracts/diagnostic.js'
import type { Emit } from '../../contracts/events.js'
import { stopwatch } from '../../contracts/stopwatch.js'
import { buildElsewhere, buildHere } from '../../nixos/build/build.js'
import type { DeployAction, HostDeployment, HostResult, KeyFile } from '../../nixos/deployment.js'
import { type FleetPlan, rooms, runFleet } from '../../nixos/fleet/fleet.js'
import type { FleetEntry } from '../../nixos/fleet/report.js'
import { resolveKeys } from '../../nixos/keys/resolve-keys.js'
import type { DeployContext, HostOperations } from '../../nixos/operations.js'
import { healthOf } from '../../nixos/resolve/health.js'
import { run } from '../../process/run.js'
import { runTelling } from '../../process/run-telling.js'
import { isOnPath } from '../engine.js'
import { makeFolder } from '../make-folder.js'
import type { EvaluatedSystem } from '../systems.js'
import { terraneFolder } from '../work-folder.js'
import { buildThere } from './build-there.js'
import { evaluateThere } from './evaluate-there.js'
import { connectionTo, type ProjectHosts } from './hosts-of-project.js'
import { type PendingSystems, pendingSystems } from './pending-systems.js'
import { refuseSensitiveInputs } from './sensitive-inputs.js'

export interface DeployOptions extends Omit<FleetPlan, 'hosts'> {
  readonly action?: DeployAction
  readonly reboot: boolean
}

export interface DeploySurroundings {
  readonly operations: HostOperations
  readonly emit: Emit
  readonly signal?: AbortSignal
  /** Systems that were evaluated for this already. */
  readonly evaluated?: Readonly<Record<string, EvaluatedSystem>>
  readonly approve?: (host: string) => NonNullable<DeployContext['approve']>
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
  const { emit, operations, signal, approve } = surroundings
  const systems = pendingSystems(names, hosts, surroundings)
  const room = rooms(parallelBuilds)
  const entries = await runFleet<HostDeployment>(
    {
      ...options,
      hosts: names.map(name => ({ name, after: hosts.manifest.hosts[name]!.after })),
    },
    {
      prepare: name => prepareHost(name, options, hosts, { ...surroundings, systems, room }),
      ahead: deployment =>
        deployment.built === 'target'
          ? Promise.resolve()
          : operations.copy(deployment, deployment.closure, { emit: () => {}, ...optionalSignal(signal) }),
      deploy: deployment =>
        operations.deploy(deployment, {
          emit,
          ...optionalSignal(signal),
          ...(approve === undefined ? {} : { approve: approve(deployment.name) }),
        }),
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

interface Preparing extends DeploySurroundings {
  readonly systems: PendingSystems
  readonly room: () => Promise<() => void>
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
  const closure =
    hosts.manifest.hosts[name]!.evaluate === 'target'
      ? await evaluateThere({ name, connection }, hosts, preparing)
      : await builtSystem({ name, connection }, hosts, preparing)
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

/** The system of a host, evaluated here, and built wherever its builds are. */
const builtSystem = async (
  target: Pick<HostDeployment, 'name' | 'connection'>,
  hosts: ProjectHosts,
  preparing: Preparing,
): Promise<string> => {
  const { name } = target
  if (!isOnPath('nix-store')) throw withoutNix(name)
  const { build, buildArgs } = hosts.manifest.hosts[name]!
  const { emit, signal, systems, room } = preparing
  const system = await systems.of(name)
  const leave = await room()
  const seconds = stopwatch()
  emit({ type: 'host_stage_start', host: name, stage: 'build' })
  try {
    if (build === 'target') return await buildThere(target, system, hosts, preparing)
    const context = {
      host: name,
      run: runTelling,
      buildArgs,
      tell: (line: string) => emit({ type: 'build_output', host: name, line }),
      root: rootOf(name, hosts.folder),
      folder: hosts.folder,
      ...optionalSignal(signal),
    }
    return build === 'local' ? await buildHere(system, context) : await buildElsewhere(system, build, context)
  } finally {
    emit({ type: 'host_stage_end', host: name, stage: 'build', seconds: seconds() })
    leave()
  }
}

const withoutNix = (host: string) =>
  failure('tool-missing', `there is no nix on PATH, which builds the system of the host '${host}'`, {
    hint: 'install Nix (https://nixos.org/download), or leave it to the host: evaluate = "target"',
  })

/** One root a host: what was deployed last is still there, what was before may go. */
const rootOf = (name: string, workFolder: string): string => {
  const folder = join(terraneFolder(workFolder), 'gcroots')
  makeFolder(folder)
  return join(folder, `host-${name}`)
}

/** A host that could not even be prepared. Its error is told in full, with its place. */
const failedResult = (name: string, error: unknown, emit: Emit): HostResult => {
  if (!(error instanceof TerraneError)) throw error
  for (const diagnostic of error.diagnostics) emit({ type: 'diagnostic', diagnostic })
  const [{ message, hint }] = error.diagnostics
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
  return { name, ...summary }
}
