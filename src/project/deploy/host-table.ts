/** What is known of hosts: what they run, what they should run. */
import type { Emit } from '../../contracts/events.js'
import type { HostState } from '../../nixos/deployment.js'
import type { HostOperations } from '../../nixos/operations.js'
import { evaluateSystems } from '../systems.js'
import { connectionTo, type ProjectHosts } from './hosts-of-project.js'

export interface HostRow {
  readonly name: string
  /** `user@host:port`. */
  readonly address?: string
  readonly state?: HostState
  /** What the project wants it to run. */
  readonly desired?: string
  /** Why it could not be asked. */
  readonly error?: string
}

/** Asks one host. Throws where it can't be reached. */
export const readHosts = async (
  name: string,
  hosts: ProjectHosts,
  operations: HostOperations,
  emit: Emit,
): Promise<Omit<HostRow, 'name'>> => {
  const connection = connectionTo(name, hosts)
  const { user, host, port } = connection
  const address = `${user === 'root' ? '' : `${user}@`}${host}${port === 22 ? '' : `:${port}`}`
  return { address, state: await operations.read({ name, connection }, { emit }) }
}

/** What the hosts should run, by name; without those whose configuration can't be evaluated (yet). */
export const desiredSystems = async (
  names: readonly string[],
  { manifest, compile, inputs }: ProjectHosts,
): Promise<Readonly<Record<string, string>>> => {
  const found: Record<string, string> = {}
  const here = names.filter(name => manifest.hosts[name]!.evaluate === 'local')
  await evaluateSystems(here, { manifest, compile, inputs }, (name, system) => {
    if (!(system instanceof Error)) found[name] = system.output
  }).catch(() => {})
  return found
}

/** What is not as it was left by the last confirmed deployment: nothing, or in a few words what. */
export const driftOf = ({ state, desired }: HostRow): string | undefined => {
  if (state === undefined) return undefined
  const { current, profile, confirmed } = state
  if (confirmed !== undefined && current !== confirmed) return 'runs what nobody confirmed'
  if (profile !== undefined && current !== profile) return 'boots another system'
  if (desired !== undefined && current !== desired) return 'not deployed'
  return 'none'
}
