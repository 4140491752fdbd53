/** What is known of hosts: what they run, what they should run. */
import { TerraneError } from '../../contracts/diagnostic.js'
import type { HostState } from '../../nixos/deployment.js'
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

/** How a host is reached, for people; undefined where Terraform does not know yet. */
export const addressOf = (name: string, hosts: ProjectHosts): string | undefined => {
  try {
    const { user, host, port } = connectionTo(name, hosts)
    return `${user === 'root' ? '' : `${user}@`}${host}${port === 22 ? '' : `:${port}`}`
  } catch (error) {
    if (error instanceof TerraneError) return undefined
    throw error
  }
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
