/** What commands about hosts have in common: the project, the hosts that are meant, what Terraform knows of them. */
import type { ExitStatus } from '../contracts/exit-status.js'
import { exitStatus } from '../contracts/exit-status.js'
import { selectHosts } from '../nixos/fleet/select.js'
import type { HostOperations } from '../nixos/operations.js'
import type { Outputs } from '../nixos/resolve/outputs.js'
import type { CompileOptions } from '../project/compile-options.js'
import {
  hostsOfProject,
  manifestOfProject,
  needTerraform,
  type ProjectHosts,
} from '../project/deploy/hosts-of-project.js'
import { withLockedProject } from '../project/deploy/lock-hosts.js'
import { queryProject } from '../project/drive-project.js'
import { type Prepared, prepare } from '../project/prepare.js'
import type { EvaluatedSystem } from '../project/systems.js'
import { ensureInit, needsInit } from '../terraform/driver/init.js'
import { readStateOutputs } from '../terraform/driver/output.js'
import type { Invocation } from './command.js'
import { type DriveFlags, driveOptions, drivePrepared } from './drive-command.js'
import { preparedOrCompiled } from './existing-document.js'
import type { SelectionFlags } from './fleet-options.js'
import { readCompileOptions } from './options.js'
import type { Progress } from './render/progress.js'
import { reporting } from './reporting.js'
import { hostOperations } from './tools.js'

export type HostFlags = DriveFlags & SelectionFlags

export interface WithHosts {
  readonly names: readonly string[]
  readonly hosts: ProjectHosts
  readonly operations: HostOperations
  readonly progress: Progress
  /** Systems that were evaluated for this already. */
  readonly evaluated?: Readonly<Record<string, EvaluatedSystem>>
  /** Aborts when the user asks to stop. Absent for what changes nothing. */
  readonly signal?: AbortSignal
}

/**
 * For commands that change hosts: compiles the project, locks its folder, asks Terraform for what it knows, and only where
 * a host needs that.
 */
export const changeHosts = async (
  name: string,
  invocation: Invocation<HostFlags>,
  body: (given: WithHosts) => Promise<ExitStatus>,
): Promise<ExitStatus> =>
  await reporting(invocation, async progress => {
    const { flags, terminal, tools } = invocation
    const options = readCompileOptions(flags, terminal.cwd)
    const project = await prepare(options, await tools.compile(), progress.emit)
    const manifest = manifestOfProject(project)
    const names = selectHosts(manifest.hosts, flags.on ?? [])
    const compile = compileOptionsOf(project, invocation)
    const go = async (outputs: Outputs, signal: AbortSignal | undefined) => {
      const hosts = await hostsOfProject(project, compile, names, outputs)
      const operations = await hostOperations(tools)
      return await body({ names, hosts, operations, progress, ...(signal === undefined ? {} : { signal }) })
    }
    if (!needTerraform(manifest, names))
      return await withLockedProject(project, { command: name, emit: progress.emit }, signal =>
        go({}, signal),
      )
    return await drivePrepared(name, project, invocation, progress, async ({ context }) => {
      await ensureInit(context)
      return await go(await readStateOutputs(context), context.interrupt)
    })
  })

/** For commands that only look, or speak to hosts as they are: the manifest as it was last written, no lock. */
export const lookAtHosts = async (
  name: string,
  invocation: Invocation<HostFlags>,
  body: (given: WithHosts) => Promise<ExitStatus>,
): Promise<ExitStatus> =>
  await reporting(invocation, async progress => {
    const { tools } = invocation
    const project = await preparedOrCompiled(invocation, progress)
    const manifest = manifestOfProject(project)
    const names = selectHosts(manifest.hosts, invocation.flags.on ?? [])
    const outputs = needTerraform(manifest, names) ? await outputsOf(name, project, invocation, progress) : {}
    const hosts = await hostsOfProject(project, compileOptionsOf(project, invocation), names, outputs)
    return await body({ names, hosts, operations: await hostOperations(tools), progress })
  })

const outputsOf = async (
  name: string,
  project: Prepared,
  invocation: Invocation<HostFlags>,
  progress: Progress,
): Promise<Outputs> => {
  const context = await queryProject(project, driveOptions(invocation, progress))
  if (needsInit(context)) {
    await drivePrepared(name, project, invocation, progress, async ({ context }) => {
      await ensureInit(context)
      return exitStatus.ok
    })
  }
  return await readStateOutputs(context)
}

/** How the modules of a project are evaluated once more, for what its manifest does not have. */
export const compileOptionsOf = (
  project: Prepared,
  { flags, terminal }: Pick<Invocation<DriveFlags>, 'flags' | 'terminal'>,
): CompileOptions => {
  const { files: _, workdir: __, ...options } = readCompileOptions(flags, terminal.cwd)
  const { entries, folder } = project
  const stack = folder.stack === undefined ? {} : { stack: folder.stack }
  return { ...options, ...stack, entries, workFolder: folder.path }
}
