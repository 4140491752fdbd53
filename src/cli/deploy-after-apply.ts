/** The hosts that come with a plan or an apply of the command line. */
import type { HostsOfApply } from '../project/deploy/hosts-of-apply.js'
import type { PlanOptions } from '../terraform/driver/plan.js'
import type { ApplyFlags } from './apply-root.js'
import type { Invocation } from './command.js'
import { approvals } from './deploy-fleet.js'
import type { Driving } from './drive-command.js'
import { type FleetFlags, readDeployOptions } from './fleet-options.js'
import { readCompileOptions } from './options.js'
import { hostOperations } from './tools.js'

export interface DeployAfterFlags extends ApplyFlags, Partial<FleetFlags> {
  /** False: `--no-deploy`. */
  readonly deploy?: boolean
}

const noHosts: HostsOfApply = { plan: async () => [], deploy: async () => [] }

/** The hosts of a project, unless the flags say that they are left alone. */
export const hostsOfCommand = async (
  invocation: Invocation<DeployAfterFlags>,
  { project, progress }: Driving,
  options: PlanOptions,
): Promise<HostsOfApply> => {
  const { flags, terminal, tools } = invocation
  if (flags.deploy === false || project.manifest === undefined) return noHosts
  const { hostsOfApply } = await import('../project/deploy/hosts-of-apply.js')
  const asked = {
    options: (names: readonly string[]) => readDeployOptions({ parallel: 10, ...flags }, names),
    prepare: readCompileOptions(flags, terminal.cwd),
    operations: () => hostOperations(tools),
    ...(flags.autoApprove
      ? {}
      : { approvals: (interrupt: AbortSignal | undefined) => approvals(invocation, progress, interrupt) }),
  }
  return hostsOfApply(project, asked, options)
}
