/** An apply's second half on the terminal: the hosts. */
import { exitStatus } from '../contracts/exit-status.js'
import { appliedHosts, deploys, hostsAfter, planHosts, systemsOf } from '../project/deploy/after-apply.js'
import { forgetReplaced } from '../project/deploy/forget-replaced.js'
import { knownHostsPath } from '../project/deploy/hosts-of-project.js'
import type { PlannedHost } from '../project/deploy/plan-hosts.js'
import type { EvaluatedSystem } from '../project/systems.js'
import type { Plan, PlanOptions } from '../terraform/driver/plan.js'
import type { ApplyFlags, ApplyHooks } from './apply-command.js'
import type { Invocation } from './command.js'
import { deployFleet } from './deploy-fleet.js'
import type { Driving } from './drive-command.js'
import { type FleetFlags, readDeployOptions } from './fleet-options.js'
import { compileOptionsOf } from './hosts-command.js'
import { paint } from './render/colour.js'
import { renderPlannedHosts } from './render/planned-hosts.js'
import { hostOperations } from './tools.js'

export interface DeployAfterFlags extends ApplyFlags, FleetFlags {
  /** False: `--no-deploy`. */
  readonly deploy?: boolean
}

/** Whether a plan or an apply is about hosts as well. */
export const deploysToo = ({ deploy = true }: { readonly deploy?: boolean }, options: PlanOptions): boolean =>
  deploy && deploys(options)

/** Evaluates the hosts before anything is changed, and deploys them afterwards. */
export const deployAfterApply = (
  invocation: Invocation<DeployAfterFlags>,
  options: PlanOptions,
): ApplyHooks => {
  const { flags, common } = invocation
  let systems: Readonly<Record<string, EvaluatedSystem>> = {}
  return {
    planned: async (driving, made) => {
      if (deploysToo(flags, options)) systems = systemsOf(await tellPlannedHosts(invocation, driving, made))
    },
    applied: async (driving, changes) => {
      const { context, project, progress } = driving
      const { manifest } = project
      if (manifest === undefined) return exitStatus.ok
      forgetReplaced(manifest, changes, knownHostsPath(project.folder.path), progress.emit)
      const names = hostsAfter(project)
      if (!deploysToo(flags, options) || names.length === 0) return exitStatus.ok
      const compile = compileOptionsOf(project, invocation)
      const given = {
        names,
        hosts: await appliedHosts(names, { project, compile }, context),
        progress,
        operations: await hostOperations(invocation.tools),
        evaluated: systems,
        ...(context.interrupt === undefined ? {} : { signal: context.interrupt }),
      }
      const autoApprove = flags.autoApprove ?? false
      return await deployFleet(
        given,
        readDeployOptions(flags, names),
        { ...invocation, common },
        { autoApprove },
      )
    },
  }
}

/** Says of each host what it will run, or what that waits for. Throws where a configuration does not evaluate. */
export const tellPlannedHosts = async (
  invocation: Pick<Invocation<ApplyFlags>, 'flags' | 'terminal' | 'common'>,
  { context, project, progress }: Driving,
  made: Plan,
): Promise<readonly PlannedHost[]> => {
  const compile = compileOptionsOf(project, invocation)
  const planned = await planHosts(hostsAfter(project), { project, compile }, context, made)
  const { common, terminal } = invocation
  if (planned.length > 0 && !common.json) {
    progress.pause()
    terminal.out(renderPlannedHosts(planned, paint(common.colour && terminal.outColour)))
  }
  return planned
}
