import { Secret } from '../contracts/secret.js'
import { compile } from '../project/compile.js'
import { queryProject } from '../project/drive-project.js'
import { prepare, prepared } from '../project/prepare.js'
import type { OutputValue } from '../terraform/driver/messages.js'
import { readStateOutputs } from '../terraform/driver/output.js'
import { type DriveOptions, driveOptions } from './drive.js'
import { prepareOptions } from './options.js'
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
    const project = prepared(how) ?? (await prepare(how, compile, emit))
    return readableOutputs(await readStateOutputs(await queryProject(project, driveOptions(options, emit))))
  })

export const readableOutputs = (outputs: Readonly<Record<string, OutputValue>>): Outputs =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, { sensitive, value }]) => [
      name,
      sensitive
        ? { sensitive, value: new Secret(typeof value === 'string' ? value : JSON.stringify(value)) }
        : { sensitive, value },
    ]),
  )
