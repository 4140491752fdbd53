import type { Counts } from '../contracts/events.js'
import { applyFlow } from '../project/apply-flow.js'
import { type HostReport, reportOf } from '../project/provision/report.js'
import { readStateOutputs } from '../terraform/driver/output.js'
import { drive, planOptions, refuseRemote } from './drive.js'
import { hostsOfTask, plannedHost } from './hosts-of-task.js'
import type { FleetOptions } from './options.js'
import type { Outputs } from './outputs.js'
import type { Planned, PlanOptions } from './plan.js'
import { modeOf, shownPlan } from './plan-in.js'
import { readableOutputs } from './readable-outputs.js'
import { startTask, type Task } from './task.js'

export interface ApplyOptions extends PlanOptions, FleetOptions {
  /** Looks at the plan and says whether it is applied. Exactly that plan is, then. */
  readonly approve: (plan: Planned) => boolean | Promise<boolean>
}

export interface Applied {
  readonly outcome: 'applied' | 'unchanged' | 'declined'
  readonly plan: Planned
  /** How many resources were changed. */
  readonly counts: Counts
  readonly outputs: Outputs
  /** What became of the NixOS hosts. */
  readonly hosts: readonly HostReport[]
}

const none: Counts = { add: 0, change: 0, destroy: 0, import: 0 }

/**
 * Compiles a project, plans, asks `approve`, applies exactly that plan, and deploys the project's NixOS hosts; with
 * `destroy: true` takes everything down. Throws what `plan` throws, `terraform-stale-plan`, of a failed apply what was done,
 * what failed and what was not started, and `deploy-partial` or `deploy-failed` where hosts are not as they should be.
 */
export const apply = (options: ApplyOptions): Task<Applied> =>
  startTask(async emit =>
    drive('apply', options, emit, async (driving): Promise<Applied> => {
      const { context } = driving
      const how = planOptions(options, modeOf(options))
      let planned: Planned | undefined
      const end = await applyFlow(driving, how, {
        onServer: async () => refuseRemote(context),
        planned: async made => {
          planned = { ...(await shownPlan(context, made)), hosts: [] }
        },
        hostsPlanned: hosts => {
          planned = { ...planned!, hosts: hosts.map(plannedHost) }
        },
        approve: async () => await options.approve(planned!),
        ...(await hostsOfTask(driving, options, how)),
      })
      if (end.hosts.length > 0) {
        const { deployError } = await import('../project/deploy/deploy-error.js')
        const error = deployError(end.hosts, context.interrupt)
        if (error !== undefined) throw error
      }
      const outputs =
        end.outcome === 'unchanged' && context.facts.hasOutputs ? await readStateOutputs(context) : {}
      return {
        outcome: end.outcome,
        plan: planned!,
        counts: end.applied?.counts ?? none,
        outputs: readableOutputs(end.applied?.outputs ?? outputs),
        hosts: end.hosts.map(reportOf),
      }
    }),
  )
