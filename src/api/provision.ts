import { basename, resolve } from 'node:path'
import type { DeployManifest } from '../nixos/manifest.js'
import { compile } from '../project/compile.js'
import { prepare } from '../project/prepare.js'
import { prepareArtefact } from '../project/provision/artefact.js'
import { provision as converge } from '../project/provision/provision.js'
import type { Provisioned } from '../project/provision/report.js'
import { driveOptions, planOptions } from './drive.js'
import { fleetOptions, sshOperations } from './fleet.js'
import type { DriveOptions, FleetOptions } from './options.js'
import { prepareOptions } from './read-options.js'
import { startTask, type Task } from './task.js'

export interface ProvisionOptions extends DriveOptions, Omit<FleetOptions, 'approveHost'> {
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
  /** Whether the project's NixOS hosts are deployed too, once what there was to apply is applied. Default: false. */
  readonly deploy?: boolean
  /** Only these hosts: names, patterns (`web*`), `tag:NAME`. Default: all. */
  readonly on?: readonly string[]
  /** With `document`: its hosts. Default: the terrane.deploy.json beside it. */
  readonly manifest?: string
}

/**
 * Plans and applies where nobody watches, and refuses to destroy what was not allowed to be. Throws what `apply` throws,
 * `destroy-refused`, `credential-unreadable`, `deploy-partial`, `deploy-failed`.
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
        : prepareArtefact({ document, workdir, name, cwd, ...(await manifestBeside(options, document, cwd)) })
    const hosts = {
      on: options.on ?? [],
      options: (names: readonly string[]) => fleetOptions(options, names),
      prepare: how,
      operations: sshOperations,
    }
    const paths = { lockFile: options.lockFile, report: options.report, metrics: options.metrics }
    return await converge(project, {
      ...driveOptions(options, emit),
      name,
      plan: planOptions(options),
      planOnly: options.planOnly ?? false,
      ...(options.deploy ? { deploy: hosts } : {}),
      allowed: { destroy: allowDestroy === true, tainted: allowDestroy !== false },
      ...Object.fromEntries(
        Object.entries(paths).flatMap(([key, path]) =>
          path === undefined ? [] : [[key, resolve(cwd, path)]],
        ),
      ),
    })
  })

const manifestBeside = async (
  { deploy, manifest }: ProvisionOptions,
  document: string,
  cwd: string,
): Promise<{ readonly manifest?: DeployManifest }> => {
  if (!deploy) return {}
  const { artefactHosts } = await import('../project/provision/artefact-hosts.js')
  return { manifest: artefactHosts(document, manifest, cwd) }
}
