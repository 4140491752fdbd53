/**
 * The order of an apply: plan, the systems of hosts, approval, apply, the hosts. The commands, the API and unattended runs
 * all go this way; each says what is shown, and who approves.
 */
import type { FleetEntry } from '../nixos/fleet/report.js'
import { type Applied, applyPlan } from '../terraform/driver/apply.js'
import type { DriveContext } from '../terraform/driver/context.js'
import type { PlannedChange } from '../terraform/driver/messages.js'
import { type Plan, type PlanOptions, plan } from '../terraform/driver/plan.js'
import type { HostsOfApply } from './deploy/hosts-of-apply.js'
import type { PlannedHost } from './deploy/plan-hosts.js'
import type { Prepared } from './prepare.js'

export interface ApplySteps {
  /** Stands around the plan, and around the apply with its hosts, where there are other roots beside this one. */
  readonly planning?: Around
  readonly applying?: Around
  /** In place of all up to the hosts, for a backend that plans and applies in one go. Throws where that is not wanted. */
  readonly onServer: () => Promise<void>
  readonly planned?: (made: Plan) => Promise<void>
  readonly hostsPlanned?: (hosts: readonly PlannedHost[]) => void
  /** There was nothing to apply. */
  readonly unchanged?: () => Promise<void>
  /** False: it is left at the plan. What it throws ends all. */
  readonly approve: (made: Plan) => Promise<boolean>
  readonly applied?: (applied: Applied) => void
  /** The hosts that are deployed. Absent: none. */
  readonly hosts?: HostsOfApply
}

export type Around = <T>(body: () => Promise<T>) => Promise<T>

const alone: Around = body => body()

export interface ApplyEnd {
  readonly outcome: 'applied' | 'unchanged' | 'declined'
  /** Absent where a server has planned. */
  readonly made?: Plan
  /** Absent where nothing was applied, or a server has. */
  readonly applied?: Applied
  /** What has become of each host. */
  readonly hosts: readonly FleetEntry[]
}

/** Goes all the way. Throws what plan and apply throw, and what a step throws; hosts that fail are in the result. */
export const applyFlow = async (
  { context, project }: { readonly context: DriveContext; readonly project: Prepared },
  how: PlanOptions,
  steps: ApplySteps,
): Promise<ApplyEnd> => {
  const deployed = async (changes: readonly PlannedChange[]): Promise<readonly FleetEntry[]> => {
    if (how.mode !== 'destroy') await forgetMachines(context, project, changes)
    return (await steps.hosts?.deploy(context)) ?? []
  }
  const { planning = alone, applying = alone } = steps
  if (context.facts.remoteExecution) {
    await applying(steps.onServer)
    return { outcome: 'applied', hosts: await deployed([]) }
  }
  const made = await planning(async () => {
    const made = await plan(context, how)
    await steps.planned?.(made)
    // A system that can't be evaluated is told of before anything is changed.
    const hosts = (await steps.hosts?.plan(context, made)) ?? []
    if (hosts.length > 0) steps.hostsPlanned?.(hosts)
    return made
  })
  if (!made.hasChanges) {
    await steps.unchanged?.()
    return { outcome: 'unchanged', made, hosts: await deployed([]) }
  }
  if (!(await steps.approve(made))) return { outcome: 'declined', made, hosts: [] }
  return await applying(async () => {
    const applied = await applyPlan(context, made, how)
    steps.applied?.(applied)
    return { outcome: 'applied' as const, made, applied, hosts: await deployed(made.changes) }
  })
}

/** Also where no host is deployed: a new machine has another key. */
const forgetMachines = async (
  { emit }: DriveContext,
  { manifest, folder }: Prepared,
  changes: readonly PlannedChange[],
): Promise<void> => {
  if (manifest === undefined) return
  const { forgetReplaced } = await import('./deploy/forget-replaced.js')
  const { knownHostsPath } = await import('./deploy/hosts-of-project.js')
  forgetReplaced(manifest, changes, knownHostsPath(folder.path), emit)
}
