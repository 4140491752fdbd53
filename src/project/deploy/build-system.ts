/** What a host needs, built: here, by a store that builds, or by the host itself. */
import { join } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import type { Emit } from '../../contracts/events.js'
import { stopwatch } from '../../contracts/stopwatch.js'
import { type Buildable, buildElsewhere, buildHere } from '../../nixos/build/build.js'
import type { HostOperations, HostTarget } from '../../nixos/operations.js'
import { runTelling } from '../../process/run-telling.js'
import { isOnPath } from '../engine.js'
import { makeFolder } from '../make-folder.js'
import { terraneFolder } from '../work-folder.js'
import { buildThere } from './build-there.js'
import type { ProjectHosts } from './hosts-of-project.js'
import type { PendingSystems } from './pending-systems.js'

export interface Building {
  readonly operations: HostOperations
  readonly emit: Emit
  readonly signal?: AbortSignal
  readonly systems: PendingSystems
  /** Room for a build among the others. */
  readonly room: () => Promise<() => void>
}

/** The system of a host, evaluated here, and built wherever its builds are. Throws `tool-missing`, `nix-build`. */
export const builtSystem = async (
  target: HostTarget,
  hosts: ProjectHosts,
  building: Building,
): Promise<string> => {
  const { name } = target
  if (!isOnPath('nix-store')) throw withoutNix(name)
  const system = await building.systems.of(name)
  if (hosts.manifest.hosts[name]!.build !== 'target')
    return await builtHere(name, system, `host-${name}`, hosts, building)
  return await inRoom(name, building, () => buildThere(target, system, hosts, building))
}

/** Something of a host, in the store here; the link `root` keeps it. Throws `nix-build`. */
export const builtHere = (
  name: string,
  wanted: Buildable,
  root: string,
  hosts: ProjectHosts,
  building: Building,
): Promise<string> => {
  const { build, buildArgs } = hosts.manifest.hosts[name]!
  const { emit, signal } = building
  const context = {
    host: name,
    run: runTelling,
    buildArgs,
    tell: (line: string) => emit({ type: 'build_output', host: name, line }),
    root: rootOf(root, hosts.folder),
    folder: hosts.folder,
    ...(signal === undefined ? {} : { signal }),
  }
  return inRoom(name, building, () =>
    build === 'local' ? buildHere(wanted, context) : buildElsewhere(wanted, build, context),
  )
}

const inRoom = async (
  host: string,
  { emit, room }: Building,
  body: () => Promise<string>,
): Promise<string> => {
  const leave = await room()
  const seconds = stopwatch()
  emit({ type: 'host_stage_start', host, stage: 'build' })
  try {
    return await body()
  } finally {
    emit({ type: 'host_stage_end', host, stage: 'build', seconds: seconds() })
    leave()
  }
}

const withoutNix = (host: string) =>
  failure('tool-missing', `there is no nix on PATH, which builds the system of the host '${host}'`, {
    hint: 'install Nix (https://nixos.org/download), or leave it to the host: evaluate = "target"',
  })

/** One root a host: what was deployed last is still there, what was before may go. */
const rootOf = (link: string, workFolder: string): string => {
  const folder = join(terraneFolder(workFolder), 'gcroots')
  makeFolder(folder)
  return join(folder, link)
}
