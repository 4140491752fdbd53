import type { HostsOfApply } from '../project/deploy/hosts-of-apply.js'
import type { PlannedHost as PlannedSystem } from '../project/deploy/plan-hosts.js'
import type { Driving } from './drive.js'
import { fleetOptions, hostApproval, sshOperations } from './fleet.js'
import type { FleetOptions } from './options.js'
import type { PlannedHost, PlanOptions } from './plan.js'
import type { TerraformPlanOptions } from './plan-in.js'
import { prepareOptions } from './read-options.js'

/** The hosts that come with a plan or an apply. Absent where there are none, or they are to be left alone. */
export const hostsOfTask = async (
  { project }: Driving,
  options: PlanOptions & FleetOptions,
  how: TerraformPlanOptions,
): Promise<{ readonly hosts?: HostsOfApply }> => {
  if (options.deploy === false || project.manifest === undefined) return {}
  const { hostsOfApply } = await import('../project/deploy/hosts-of-apply.js')
  const asked = {
    options: (names: readonly string[]) => fleetOptions(options, names),
    prepare: prepareOptions(options),
    operations: sshOperations,
    approvals: () => hostApproval(options),
  }
  return { hosts: hostsOfApply(project, asked, how) }
}

/** What is told of a host before anything is changed. */
export const plannedHost = ({ name, system, waits }: PlannedSystem): PlannedHost => ({
  name,
  waits,
  ...(system === undefined ? {} : { system: system.output }),
})
