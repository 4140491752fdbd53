/** For whoever changes the hosts of a project: locked, with what Terraform knows of them, and only where that is needed. */
import type { ExitStatus } from '../../contracts/exit-status.js'
import { selectHosts } from '../../nixos/fleet/select.js'
import type { Outputs } from '../../nixos/resolve/outputs.js'
import { ensureInit } from '../../terraform/driver/init.js'
import { readStateOutputs } from '../../terraform/driver/output.js'
import type { PrepareOptions } from '../compile-options.js'
import { type DriveOptions, driveProject } from '../drive-project.js'
import type { Prepared } from '../prepare.js'
import { compileAgain } from './after-apply.js'
import { hostsOfProject, manifestOfProject, needTerraform, type ProjectHosts } from './hosts-of-project.js'
import { withLockedProject } from './lock-hosts.js'

export interface ChosenHosts {
  readonly names: readonly string[]
  readonly hosts: ProjectHosts
  /** Aborts when somebody asks to stop. */
  readonly signal?: AbortSignal
  /** Aborts when somebody asks once more. */
  readonly leave?: AbortSignal
}

export interface ChooseOptions extends DriveOptions {
  /** Patterns of names and tags; all hosts without one. */
  readonly on: readonly string[]
  /** How the project is compiled, for the systems that are evaluated. */
  readonly prepare: PrepareOptions
  /** Called once it is known that there are such hosts; may throw. */
  readonly before?: () => void
}

/** Runs `body` as the only one in the work folder. Throws `host-unknown`, `work-folder-locked`, what `body` throws. */
export const withHosts = async (
  project: Prepared,
  { on, prepare, before, ...options }: ChooseOptions,
  body: (chosen: ChosenHosts) => Promise<ExitStatus>,
): Promise<ExitStatus> => {
  const manifest = manifestOfProject(project)
  const names = selectHosts(manifest.hosts, on)
  before?.()
  const compile = compileAgain(project, prepare)
  const go = async (outputs: Outputs, signal?: AbortSignal, leave?: AbortSignal) => {
    const hosts = await hostsOfProject(project, compile, names, outputs)
    return await body({
      names,
      hosts,
      ...(signal === undefined ? {} : { signal }),
      ...(leave === undefined ? {} : { leave }),
    })
  }
  if (!needTerraform(manifest, names))
    return await withLockedProject(project, options, (signal, leave) => go({}, signal, leave))
  return await driveProject(project, options, async context => {
    await ensureInit(context)
    return await go(await readStateOutputs(context), context.interrupt, context.interruptAgain)
  })
}

/** Hosts that Terraform deploys are left to it, unless they are named. */
export const byTrigger = (
  names: readonly string[],
  hosts: Readonly<Record<string, { readonly trigger: string }>>,
  on: readonly string[],
): { readonly left: readonly string[]; readonly names: readonly string[] } => {
  const isTerraforms = (name: string) => on.length === 0 && hosts[name]!.trigger === 'terraform'
  return { left: names.filter(isTerraforms), names: names.filter(name => !isTerraforms(name)) }
}

/** What is said of a host that is left to Terraform. */
export const leftToTerraform = (host: string): string =>
  `is deployed by Terraform, as part of an apply; terrane deploy --on ${host} does it nevertheless`
