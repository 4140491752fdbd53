/** What all commands that drive tofu/terraform do around their own work: compile, lock, tell, record. */

import { TerraneError } from '../contracts/diagnostic.js'
import type { ExitStatus } from '../contracts/exit-status.js'
import { type DriveOptions, driveProject } from '../project/drive-project.js'
import { type LocateAttribute, locateAttributes } from '../project/plan-places.js'
import { type Prepared, prepare, prepareAny } from '../project/prepare.js'
import type { StackProject } from '../project/stacks/stack-project.js'
import { explainInStacks } from '../project/stacks/terraform-errors.js'
import type { DriveContext } from '../terraform/driver/context.js'
import type { Invocation } from './command.js'
import { type BinaryFlags, type CompileFlags, readCompileOptions } from './options.js'
import type { Progress } from './render/progress.js'
import { reporting } from './reporting.js'
import { refuseStackFlags, type StackFlags } from './stacks/stack-options.js'

export type DriveFlags = CompileFlags & BinaryFlags

export interface Driving {
  readonly context: DriveContext
  readonly project: Prepared
  readonly progress: Progress
  /** Where in Nix the attributes of resources are asked for. */
  readonly places: LocateAttribute
}

/** What a command does with a project that has stacks. */
export type DriveStacks = (project: StackProject, progress: Progress) => Promise<ExitStatus>

/**
 * Compiles the project and has `body` drive it, or `stacks` where it has some. Throws what they throw; the last event is
 * `run_end` all the same.
 */
export const driveCommand = async (
  name: string,
  invocation: Invocation<DriveFlags>,
  body: (driving: Driving) => Promise<ExitStatus>,
  stacks?: DriveStacks,
): Promise<ExitStatus> =>
  await reporting(invocation, async progress => {
    const { flags, terminal, tools } = invocation
    const compile = await tools.compile()
    const options = readCompileOptions(flags, terminal.cwd)
    if (stacks === undefined) {
      const project = await prepare(options, compile, progress.emit)
      return await drivePrepared(name, project, invocation, progress, body)
    }
    const project = await prepareAny(options, compile, progress.emit)
    if ('stacks' in project) return await stacks(project, progress)
    refuseStackFlags(flags as StackFlags)
    return await drivePrepared(name, project, invocation, progress, body)
  })

/** Drives a project that is compiled already. */
export const drivePrepared = async (
  name: string,
  project: Prepared,
  invocation: Invocation<DriveFlags>,
  progress: Progress,
  body: (driving: Driving) => Promise<ExitStatus>,
): Promise<ExitStatus> =>
  await driveProject(project, { command: name, ...driveOptions(invocation, progress) }, async context => {
    try {
      return await body({ context, project, progress, places: locateAttributes(project) })
    } catch (error) {
      const { stack, folder } = project
      if (stack === undefined || !(error instanceof TerraneError)) throw error
      const destroys = isDestroy(name, invocation.flags)
      throw explainInStacks(error, { name: folder.stack!, reads: stack.reads, destroys })
    }
  })

/** Whether a command plans to destroy: `destroy`, `plan --destroy`. */
export const isDestroy = (command: string, flags: object): boolean =>
  command === 'destroy' || ('destroy' in flags && flags.destroy === true)

export const driveOptions = (
  { flags, terminal }: Invocation<DriveFlags>,
  progress: Progress,
): Omit<DriveOptions, 'command'> => {
  const { bin, dialect, check, schema, workspace } = flags
  return {
    cwd: terminal.cwd,
    emit: progress.emit,
    check: check ?? true,
    schema: schema ?? true,
    hook: { prepare: readCompileOptions(flags, terminal.cwd), program: process.argv[1]! },
    ...(bin === undefined ? {} : { bin }),
    ...(dialect === undefined ? {} : { dialect }),
    ...(workspace === undefined ? {} : { workspace }),
  }
}
