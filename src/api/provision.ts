import { basename, resolve } from 'node:path'
import { compile } from '../project/compile.js'
import { prepare } from '../project/prepare.js'
import { prepareArtefact } from '../project/provision/artefact.js'
import { provision as converge } from '../project/provision/provision.js'
import type { Provisioned } from '../project/provision/report.js'
import { driveOptions, planOptions } from './drive.js'
import type { DriveOptions } from './options.js'
import { prepareOptions } from './read-options.js'
import { startTask, type Task } from './task.js'

export interface ProvisionOptions extends DriveOptions {
  /** The work folder: nobody stands in one. */
  readonly workdir: string
  /** A config.tf.json that is compiled already, in place of `entry`. */
  readonly document?: string
  /** What reports call it. Default: the name of the work folder. */
  readonly name?: string
  /** Plan and report, and apply nothing. Default: false. */
  readonly planOnly?: boolean
  /** Whether it may destroy and replace; `tainted`: only what was never completed. Default: false. */
  readonly allowDestroy?: boolean | 'tainted'
  /** The providers' .terraform.lock.hcl, which must have all that is needed. */
  readonly lockFile?: string
  /** Files that are written with what came of it. */
  readonly report?: string
  readonly metrics?: string
}

/**
 * Plans and applies where nobody watches, and refuses to destroy what was not allowed to be. Throws what `apply` throws,
 * `destroy-refused`, `credential-unreadable`.
 */
export const provision = (options: ProvisionOptions): Task<Provisioned> =>
  startTask(async emit => {
    const { workdir, document, allowDestroy = false } = options
    const how = prepareOptions(options)
    const { cwd } = how
    const name = options.name ?? basename(resolve(cwd, workdir))
    const project = async () =>
      document === undefined
        ? await prepare(how, compile, emit)
        : prepareArtefact({ document, workdir, name, cwd })
    const paths = { lockFile: options.lockFile, report: options.report, metrics: options.metrics }
    return await converge(project, {
      ...driveOptions(options, emit),
      name,
      plan: planOptions(options),
      planOnly: options.planOnly ?? false,
      allowed: { destroy: allowDestroy === true, tainted: allowDestroy !== false },
      ...Object.fromEntries(
        Object.entries(paths).flatMap(([key, path]) =>
          path === undefined ? [] : [[key, resolve(cwd, path)]],
        ),
      ),
    })
  })
