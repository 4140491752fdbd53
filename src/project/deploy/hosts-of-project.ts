/** The hosts of a project with everything that Terraform knows of them. */
import { join } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import { Secret } from '../../contracts/secret.js'
import type { HostConnection } from '../../nixos/deployment.js'
import { type DeployManifest, isOutputPlace } from '../../nixos/manifest.js'
import { connectionOf } from '../../nixos/resolve/connection.js'
import { type ResolvedInputs, resolveInputs } from '../../nixos/resolve/inputs.js'
import { type Outputs, valueAt } from '../../nixos/resolve/outputs.js'
import type { CompileOptions } from '../compile-options.js'
import { projectFolder } from '../entry.js'
import type { Prepared } from '../prepare.js'
import { type LiteralSecrets, literalSecrets } from '../systems.js'

export interface ProjectHosts {
  readonly manifest: DeployManifest
  /** How the project's modules are evaluated, for what the manifest does not have. */
  readonly compile: CompileOptions
  readonly outputs: Outputs
  readonly inputs: Readonly<Record<string, ResolvedInputs>>
  /** Secrets that stand in the project. */
  readonly secrets: Readonly<Record<string, LiteralSecrets>>
  /** The manifest's folder. */
  readonly folder: string
  readonly projectFolder: string
}

/** The manifest of a project. Throws `host-unknown` where it has no hosts. */
export const manifestOfProject = ({ manifest, folder }: Prepared): DeployManifest => {
  if (manifest !== undefined) return manifest
  throw failure('host-unknown', `the project in ${folder.path} has no hosts`, {
    hint: 'declare one: nixos.hosts.<name> = { target.host = …; configuration = …; }',
  })
}

/** Whether hosts need Terraform to be deployed, or at least its outputs. */
export const needTerraform = (manifest: DeployManifest, names: readonly string[]): boolean =>
  names.some(name => {
    const host = manifest.hosts[name]!
    return isLate(host.target) || isOutputPlace(host.health) || 'output' in host.inputs || isLate(host.keys)
  })

/** Whether there is a place in an output somewhere in a value. */
const isLate = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (isOutputPlace(value) || Object.values(value).some(isLate))

/** Brings together what is known of some hosts. Reads literal secrets, where they have some, from Nix. */
export const hostsOfProject = async (
  project: Prepared,
  compile: CompileOptions,
  names: readonly string[],
  outputs: Outputs,
): Promise<ProjectHosts> => {
  const manifest = manifestOfProject(project)
  const inputs = Object.fromEntries(
    Object.entries(manifest.hosts).map(([name, host]) => [name, resolveInputs(host.inputs, outputs)]),
  )
  return {
    manifest,
    compile,
    outputs,
    inputs,
    secrets: await literalSecrets(names, { compile, manifest, inputs }),
    folder: project.folder.path,
    projectFolder: projectFolder(project.entries),
  }
}

/** How a host is reached. Throws `host-not-applied`, `host-invalid`. */
export const connectionTo = (name: string, hosts: ProjectHosts): HostConnection => {
  const { target } = hosts.manifest.hosts[name]!
  const identity = identityOf(name, hosts)
  return connectionOf(name, target, {
    outputs: hosts.outputs,
    folder: hosts.folder,
    knownHostsFile: knownHostsPath(hosts.folder),
    ...(identity === undefined ? {} : { identity }),
  })
}

/** Host keys that were seen; to be kept with the project, like the lock file of providers. */
export const knownHostsPath = (workFolder: string): string => join(workFolder, 'terrane.known_hosts')

const identityOf = (name: string, { manifest, outputs, secrets }: ProjectHosts): Secret | undefined => {
  const { identity } = manifest.hosts[name]!.target
  if (identity === null) return undefined
  if (identity === 'text') return secrets[name]?.identity
  const value = valueAt(outputs, identity)
  if (value === undefined)
    throw failure('host-not-applied', `Terraform does not know the private key for the host '${name}' yet`, {
      hint: 'terrane apply makes it known',
    })
  return new Secret(String(value))
}
