/** What all commands that drive tofu/terraform do around their own work: compile, lock, tell, record. */

import type { ExitStatus } from '../contracts/exit-status.js'
import { type DriveOptions, driveProject } from '../project/drive-project.js'
import { type LocateAttribute, locateAttributes } from '../project/plan-places.js'
import { type Prepared, prepare } from '../project/prepare.js'
import type { DriveContext } from '../terraform/driver/context.js'
import type { Invocation } from './command.js'
import { type BinaryFlags, type CompileFlags, readCompileOptions } from './options.js'
import type { Progress } from './render/progress.js'
import { reporting } from './reporting.js'

export type DriveFlags = CompileFlags & BinaryFlags

export interface Driving {
  readonly context: DriveContext
  readonly project: Prepared
  readonly progress: Progress
  /** Where in Nix the attributes of resources are asked for. */
  readonly places: LocateAttribute
}

/** Compiles the project and has `body` drive it. Throws what they throw; the last event is `run_end` all the same. */
export const driveCommand = async (
  name: string,
  invocation: Invocation<DriveFlags>,
  body: (driving: Driving) => Promise<ExitStatus>,
): Promise<ExitStatus> =>
  await reporting(invocation, async progress => {
    const { flags, terminal, tools } = invocation
    const compile = await tools.compile()
    const project = await prepare(readCompileOptions(flags, terminal.cwd), compile, progress.emit)
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
  await driveProject(project, { command: name, ...driveOptions(invocation, progress) }, context =>
    body({ context, project, progress, places: locateAttributes(project) }),
  )

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
