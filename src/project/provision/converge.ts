/** What an unattended run does in the work folder: providers, and then the flow of any apply with a policy for approval. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Counts } from '../../contracts/events.js'
import { exitStatus } from '../../contracts/exit-status.js'
import type { FleetEntry } from '../../nixos/fleet/report.js'
import type { DriveContext } from '../../terraform/driver/context.js'
import { ensureInit } from '../../terraform/driver/init.js'
import type { PlannedChange } from '../../terraform/driver/messages.js'
import type { Plan } from '../../terraform/driver/plan.js'
import { planChanges } from '../../terraform/driver/plan-changes.js'
import { readPlan } from '../../terraform/driver/plan-document.js'
import { applyRemotely, planRemotely } from '../../terraform/driver/remote.js'
import { applyFlow } from '../apply-flow.js'
import { readIfThere, writeAtomically } from '../atomic-write.js'
import type { HostsOfApply } from '../deploy/hosts-of-apply.js'
import type { PlannedHost } from '../deploy/plan-hosts.js'
import { driveProject } from '../drive-project.js'
import { readable } from '../file-access.js'
import type { Prepared } from '../prepare.js'
import { goingBack, rememberDeployed } from './host-history.js'
import { refusal, refuseUnseen } from './policy.js'
import { checkProviderFiles } from './provider-files.js'
import type { ProvisionOptions } from './provision.js'
import { type Provisioned, type ProvisionReport, reportOf } from './report.js'

/** What is known of the run by the time that it fails. */
export interface Seen {
  plan?: NonNullable<ProvisionReport['plan']>
  hosts?: readonly FleetEntry[]
}

/** Brings the infrastructure of a project to what it says. Throws as `provision` does. */
export const converge = async (
  project: Prepared,
  options: ProvisionOptions,
  seen: Seen,
): Promise<Provisioned> => {
  checkProviderFiles(project.text, process.env)
  const hosts = await hostsOf(project, options)
  let provisioned: Provisioned | undefined
  await driveProject(project, { command: 'provision', ...options }, async context => {
    if (options.lockFile !== undefined) {
      const text = readFileSync(readable(options.lockFile), 'utf8')
      writeAtomically(join(context.folder, '.terraform.lock.hcl'), text)
    }
    await ensureInit(context, { lockFileIsFinal: options.lockFile !== undefined })
    provisioned =
      context.facts.remoteExecution && options.planOnly
        ? await plannedOnServer(context, options)
        : await applied({ context, project }, options, seen, hosts)
    return exitStatus.ok
  })
  return provisioned!
}

/** Loaded only where hosts are deployed. Throws `host-unknown`. */
const hostsOf = async (
  project: Prepared,
  { deploy, plan: how, planOnly }: ProvisionOptions,
): Promise<HostsOfApply | undefined> => {
  if (deploy === undefined) return undefined
  const { manifestOfProject } = await import('../deploy/hosts-of-project.js')
  const { hostsOfApply, unattended } = await import('../deploy/hosts-of-apply.js')
  manifestOfProject(project)
  const hosts = hostsOfApply(project, { ...deploy, approvals: unattended }, how)
  return planOnly ? { ...hosts, deploy: async () => [] } : hosts
}

const none: Counts = { add: 0, change: 0, destroy: 0, import: 0 }

const applied = async (
  driving: { readonly context: DriveContext; readonly project: Prepared },
  options: ProvisionOptions,
  seen: Seen,
  hosts: HostsOfApply | undefined,
): Promise<Provisioned> => {
  const { context } = driving
  let systems: readonly PlannedHost[] = []
  const check = (changes: readonly PlannedChange[]) => {
    const refused = refusal(changes, options.allowed, goingBack(systems, context.folder))
    if (refused !== undefined && !takePermission(options.allowed.once)) throw refused
  }
  const end = await applyFlow(driving, options.plan, {
    onServer: async () => {
      if (!options.allowed.destroy) throw refuseUnseen(String(context.facts.backend))
      await applyRemotely(context, options.plan, unattended)
    },
    planned: async made => {
      seen.plan = await described(context, made)
    },
    hostsPlanned: planned => {
      systems = planned
    },
    unchanged: async () => {
      if (!options.planOnly) check([])
    },
    approve: async made => {
      if (options.planOnly) return false
      check(inOrder(made))
      return true
    },
    ...(hosts === undefined ? {} : { hosts }),
  })
  if (end.outcome === 'declined') return { outcome: 'planned', counts: end.made!.counts }
  const counts = end.applied?.counts ?? none
  if (hosts === undefined || options.planOnly) return { outcome: end.outcome, counts }
  seen.hosts = end.hosts
  rememberDeployed(systems, end.hosts, context.folder)
  const { deployError } = await import('../deploy/deploy-error.js')
  const error = deployError(end.hosts, context.interrupt)
  if (error !== undefined) throw error
  const outcome = end.outcome === 'unchanged' && end.hosts.some(isChanged) ? 'deployed' : end.outcome
  return { outcome, counts, hosts: end.hosts.map(reportOf) }
}

const isChanged = (entry: FleetEntry): boolean => 'result' in entry && entry.result.outcome !== 'unchanged'

const described = async (
  context: DriveContext,
  made: Plan,
): Promise<NonNullable<ProvisionReport['plan']>> => ({
  counts: made.counts,
  changes: inOrder(made).map(({ address, action }) => ({ address, action })),
  details: planChanges(made.hasChanges || made.hasDrift ? await readPlan(context, made.file) : {}),
})

/** Whether there is a permission for this run; then there is none for the next. */
const takePermission = (file: string | undefined): boolean => {
  if (file === undefined || readIfThere(file) === undefined) return false
  rmSync(file)
  return true
}

/** Terraform plans in parallel, and tells as it goes. */
const inOrder = ({ changes }: Plan) =>
  [...changes].sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0))

const unattended = { autoApprove: true, detailedExitCode: true, output: 'stderr' } as const

const plannedOnServer = async (
  context: DriveContext,
  { plan: how }: ProvisionOptions,
): Promise<Provisioned> => {
  const status = await planRemotely(context, how, unattended)
  return { outcome: status === 2 ? 'planned' : 'unchanged', counts: none }
}
