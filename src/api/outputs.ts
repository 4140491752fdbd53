import type { Secret } from '../contracts/secret.js'
import { compile } from '../project/compile.js'
import { queryProject } from '../project/drive-project.js'
import { prepare, prepared } from '../project/prepare.js'
import { readStateOutputs } from '../terraform/driver/output.js'
import { driveOptions } from './drive.js'
import type { DriveOptions } from './options.js'
import { prepareOptions } from './read-options.js'
import { readableOutputs } from './readable-outputs.js'
import { startTask, type Task } from './task.js'

/** A value, or a Secret with its text: that of a string, the JSON of anything else. */
export type Output =
  | { readonly sensitive: false; readonly value: unknown }
  | { readonly sensitive: true; readonly value: Secret }

export type Outputs = Readonly<Record<string, Output>>

/** The outputs of the last apply. Throws `work-folder-owned`, `terraform-failed`. */
export const outputs = (options: DriveOptions = {}): Task<Outputs> =>
  startTask(async emit => {
    const how = prepareOptions(options)
    const project = (await prepared(how)) ?? (await prepare(how, compile, emit))
    return readableOutputs(await readStateOutputs(await queryProject(project, driveOptions(options, emit))))
  })
