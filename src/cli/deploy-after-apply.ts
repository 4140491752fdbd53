/** An apply's second half: the hosts, whose addresses and inputs Terraform knows now. */
import { exitStatus } from '../contracts/exit-status.js'
import { forgetReplaced } from '../project/deploy/forget-replaced.js'
import { hostsOfProject, knownHostsPath, needTerraform } from '../project/deploy/hosts-of-project.js'
import { type PlannedHost, plannedHosts } from '../project/deploy/plan-hosts.js'
import type { EvaluatedSystem } from '../project/systems.js'
import { readStateOutputs } from '../terraform/driver/output.js'
import type { Plan, PlanOptions } from '../terraform/driver/plan.js'
import { readPlan } from '../terraform/driver/plan-document.js'
import type { ApplyFlags, ApplyHooks } from './apply-root.js'
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

/** Whether an apply deploys: not where it only looks, takes down, or is about some resources. */
export const deploys = (
  { deploy = true }: { readonly deploy?: boolean },
  { mode, targets }: PlanOptions,
): boolean => deploy && mode === 'normal' && targets.length === 0

/** Hosts that an apply deploys itself, once Terraform is done. */
const hostsAfter = ({ project }: Driving): readonly string[] =>
  Object.entries(project.manifest?.hosts ?? {}).flatMap(([name, { trigger }]) =>
    trigger === 'driver' ? [name] : [],
  )

/** Evaluates the hosts before anything is changed, and deploys them afterwards. */
export const deployAfterApply = (
  invocation: Invocation<DeployAfterFlags>,
  options: PlanOptions,
): ApplyHooks => {
  const { flags, common } = invocation
  const systems: Record<string, EvaluatedSystem> = {}
  return {
    planned: async (driving, made) => {
      if (!deploys(flags, options)) return
      for (const { name, system } of await tellPlannedHosts(invocation, driving, made))
        if (system !== undefined) systems[name] = system
    },
    applied: async (driving, changes) => {
      const { context, project, progress } = driving
      const { manifest } = project
      if (manifest === undefined) return exitStatus.ok
      forgetReplaced(manifest, changes, knownHostsPath(project.folder.path), progress.emit)
      const names = hostsAfter(driving)
      if (!deploys(flags, options) || names.length === 0) return exitStatus.ok
      const outputs = needTerraform(manifest, names) ? await readStateOutputs(context) : {}
      const compile = compileOptionsOf(project, invocation)
      const hosts = await hostsOfProject(project, compile, names, outputs)
      const given = {
        names,
        hosts,
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
  driving: Driving,
  made: Plan,
): Promise<readonly PlannedHost[]> => {
  const { context, project, progress } = driving
  const names = hostsAfter(driving)
  if (project.manifest === undefined || names.length === 0) return []
  const document = needTerraform(project.manifest, names) ? await readPlan(context, made.file) : {}
  const compile = compileOptionsOf(project, invocation)
  const signal = context.interrupt === undefined ? {} : { signal: context.interrupt }
  const planned = await plannedHosts(names, project.manifest, { ...compile, ...signal }, document)
  const { common, terminal } = invocation
  for (const { name, system, waits } of planned)
    progress.emit({
      type: 'planned_host',
      host: name,
      waits,
      ...(system === undefined ? {} : { system: system.output }),
    })
  if (!common.json) {
    progress.pause()
    terminal.out(renderPlannedHosts(planned, paint(common.colour && terminal.outColour)))
  }
  return planned
}
