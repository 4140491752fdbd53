/** Machines that may not be NixOS yet (`bootstrap`): waited for, and installed where that is left to us. */
import { failure } from '../../contracts/diagnostic.js'
import type { Emit } from '../../contracts/events.js'
import { stopwatch } from '../../contracts/stopwatch.js'
import { awaitMachine } from '../../nixos/bootstrap/await-machine.js'
import type { Machine } from '../../nixos/bootstrap/machine.js'
import type { HostConnection, HostDeployment } from '../../nixos/deployment.js'
import type { ManifestBootstrap } from '../../nixos/manifest.js'
import type { HostOperations, HostTarget } from '../../nixos/operations.js'
import { isOnPath } from '../engine.js'

export interface FreshSurroundings {
  readonly operations: HostOperations
  readonly emit: Emit
  readonly signal?: AbortSignal
}

/**
 * Waits for a machine until a deployment can begin: it is NixOS, or it is something that nixos-anywhere can replace; tells
 * which. Throws `host-bootstrap`, `tool-missing`, `host-key`, `interrupted`.
 */
export const awaitFresh = async (
  target: HostTarget,
  bootstrap: ManifestBootstrap,
  surroundings: FreshSurroundings,
): Promise<Machine> => {
  const { emit, operations, signal } = surroundings
  const { method, timeout, user } = bootstrap
  const isOurs = method === 'nixos-anywhere'
  const look = (connection: HostConnection) =>
    operations.probe({ name: target.name, connection }, surroundings)
  return await awaitMachine({
    host: target.name,
    until: isOurs ? 'answer' : 'nixos',
    timeoutSeconds: timeout,
    probe: async () => {
      const machine = await look(target.connection)
      if (machine.kind === 'nixos') return machine
      if (isOurs && !isOnPath('nixos-anywhere')) throw withoutInstaller(target.name)
      return isOurs && user !== null && machine.kind === 'silent'
        ? await look(before(target.connection, user))
        : machine
    },
    emit,
    hint: hints[method],
    ...(signal === undefined ? {} : { signal }),
  })
}

const hints: Readonly<Record<ManifestBootstrap['method'], string>> = {
  image: 'see whether it was made from an image of NixOS, and takes your key',
  'nixos-infect':
    'its /var/log/cloud-init-output.log tells how far nixos-infect came, and whether it got its user data',
  'nixos-anywhere': "see the machine's console, and whether it takes your key",
}

/** How one logs in while it is not NixOS. */
const before = (connection: HostConnection, user: string | null): HostConnection =>
  user === null ? connection : { ...connection, user, sudo: user !== 'root' }

const withoutInstaller = (host: string) =>
  failure('tool-missing', `the host '${host}' is to be installed by nixos-anywhere, which is not on PATH`, {
    hint: 'nix profile install nixpkgs#nixos-anywhere, or see https://github.com/nix-community/nixos-anywhere',
  })

/** Installs a system on a machine, and waits until it runs. Throws as `awaitFresh`. */
export const installFresh = async (
  { name, connection, closure }: HostDeployment,
  disko: string,
  bootstrap: ManifestBootstrap,
  surroundings: FreshSurroundings,
): Promise<void> => {
  const { emit, operations, signal } = surroundings
  // Since it was looked at, others have gone first, and somebody was asked.
  const { kind } = await operations.probe({ name, connection }, surroundings)
  if (kind === 'nixos') {
    emit({ type: 'host_note', host: name, message: 'is NixOS by now: it is not installed' })
    return
  }
  const seconds = stopwatch()
  emit({ type: 'host_stage_start', host: name, stage: 'install' })
  try {
    await operations.install(
      { name, connection: before(connection, bootstrap.user) },
      {
        disko,
        system: closure,
        arguments: bootstrap.arguments,
        timeoutSeconds: bootstrap.timeout,
      },
      surroundings,
    )
    await awaitMachine({
      host: name,
      until: 'nixos',
      timeoutSeconds: bootstrap.timeout,
      probe: () => operations.probe({ name, connection }, surroundings),
      emit,
      hint: "nixos-anywhere has installed it and it does not come up as it should: see the machine's console",
      ...(signal === undefined ? {} : { signal }),
    })
  } finally {
    emit({ type: 'host_stage_end', host: name, stage: 'install', seconds: seconds() })
  }
}
