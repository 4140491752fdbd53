import { exitStatus } from '../contracts/exit-status.js'
import type { DeployAction } from '../nixos/deployment.js'
import { compile } from '../project/compile.js'
import { prepare } from '../project/prepare.js'
import { type HostReport, reportOf } from '../project/provision/report.js'
import { driveOptions } from './drive.js'
import { fleetOptions, hostApproval, sshOperations } from './fleet.js'
import type { DriveOptions, FleetOptions } from './options.js'
import { prepareOptions } from './read-options.js'
import { startTask, type Task } from './task.js'

export interface DeployOptions extends DriveOptions, FleetOptions {
  /** Only these hosts: names, patterns (`web*`), `tag:NAME`. Default: all, but for those that Terraform deploys. */
  readonly on?: readonly string[]
  /** What is done with the new system. Default: what the host says. */
  readonly action?: DeployAction
  /** Reboot where the new system needs it. Default: false. */
  readonly reboot?: boolean
}

export interface Deployed {
  readonly hosts: readonly HostReport[]
}

/**
 * Builds, copies and activates the NixOS hosts of a project, each guarded by a watchdog. Throws `host-unknown`, what
 * evaluating the project throws, and `deploy-partial` or `deploy-failed` where hosts are not as they should be; what became
 * of each is in the events (`host_result`) in either case.
 */
export const deploy = (options: DeployOptions = {}): Task<Deployed> =>
  startTask(async emit => {
    const how = prepareOptions(options)
    const project = await prepare(how, compile, emit)
    const { on = [], action, reboot = false } = options
    const { byTrigger, leftToTerraform, withHosts } = await import('../project/deploy/with-hosts.js')
    const { deployPhase } = await import('../project/deploy/after-apply.js')
    const { deployError } = await import('../project/deploy/deploy-error.js')
    let reports: readonly HostReport[] = []
    const driving = { command: 'deploy', ...driveOptions(options, emit), on, prepare: how }
    await withHosts(project, driving, async ({ names: chosen, hosts, signal }) => {
      const { left, names } = byTrigger(chosen, hosts.manifest.hosts, on)
      for (const host of left) emit({ type: 'host_note', host, message: leftToTerraform(host) })
      if (names.length === 0) return exitStatus.ok
      const fleet = { ...fleetOptions(options, names), reboot, ...(action === undefined ? {} : { action }) }
      const entries = await deployPhase(names, fleet, hosts, {
        operations: await sshOperations(),
        emit,
        ...(signal === undefined ? {} : { signal }),
        ...hostApproval(options),
      })
      const error = deployError(entries, signal)
      if (error !== undefined) throw error
      reports = entries.map(reportOf)
      return exitStatus.ok
    })
    return { hosts: reports }
  })
