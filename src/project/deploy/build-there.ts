/** Systems that are evaluated here and built by the host itself. */
import type { Emit } from '../../contracts/events.js'
import { buildFailure } from '../../nixos/build/build.js'
import type { HostOperations, HostTarget } from '../../nixos/operations.js'
import type { EvaluatedSystem } from '../systems.js'
import type { ProjectHosts } from './hosts-of-project.js'

interface Surroundings {
  readonly operations: HostOperations
  readonly emit: Emit
  readonly signal?: AbortSignal
}

/** Sends the derivation with all that it needs, and has the host build it. Throws `nix-build`. */
export const buildThere = async (
  target: HostTarget,
  { derivation, output }: EvaluatedSystem,
  hosts: ProjectHosts,
  surroundings: Surroundings,
): Promise<string> => {
  const { operations } = surroundings
  if (derivation === null) return output
  await operations.copy(target, derivation, surroundings)
  const { buildArgs } = hosts.manifest.hosts[target.name]!
  const { status, stderr } = await operations.execute(
    target,
    ['nix-store', '--realise', derivation, ...buildArgs],
    surroundings,
  )
  tell(target.name, stderr, surroundings.emit)
  if (status !== 0) throw buildFailure(target.name, derivation, stderr)
  return output
}

const tell = (host: string, text: string, emit: Emit): void => {
  for (const line of text.split('\n')) if (line !== '') emit({ type: 'build_output', host, line })
}
