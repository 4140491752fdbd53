/**
 * One unattended run: init, plan, policy, apply, and the hosts where that was asked for. It brings the infrastructure to what the document says or leaves it as it
 * is, and what it did is written down in either case. Safe to run again at any time: after a failure, a kill or a power cut
 * the next run goes on from the state, and one that finds the work folder locked does nothing.
 *
 * It never tries again by itself. When to, and how often, is for whoever started it (systemd: Restart=), who can also tell
 * from the exit status whether there is a point in it.
 */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { exitStatusOf } from '../../contracts/codes.js'
import { type Diagnostic, TerraneError } from '../../contracts/diagnostic.js'
import type { Counts } from '../../contracts/events.js'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import type { FleetEntry } from '../../nixos/fleet/report.js'
import type { DriveContext } from '../../terraform/driver/context.js'
import { ensureInit } from '../../terraform/driver/init.js'
import type { PlannedChange } from '../../terraform/driver/messages.js'
import type { Plan, PlanOptions } from '../../terraform/driver/plan.js'
import { planChanges } from '../../terraform/driver/plan-changes.js'
import { readPlan } from '../../terraform/driver/plan-document.js'
import { applyRemotely, planRemotely } from '../../terraform/driver/remote.js'
import { applyFlow } from '../apply-flow.js'
import { readIfThere, writeAtomically } from '../atomic-write.js'
import type { HostsAsked, HostsOfApply } from '../deploy/hosts-of-apply.js'
import type { PlannedHost } from '../deploy/plan-hosts.js'
import { type DriveOptions, driveProject } from '../drive-project.js'
import { readable } from '../file-access.js'
import type { Prepared } from '../prepare.js'
import { goingBack, rememberDeployed } from './host-history.js'
import { writeMetrics } from './metrics.js'
import { type Allowed, refusal, refuseUnseen } from './policy.js'
import { checkProviderFiles } from './provider-files.js'
import {
  type Provisioned,
  type ProvisionOutcome,
  type ProvisionReport,
  reportOf,
  writeReport,
} from './report.js'

export interface ProvisionOptions extends Omit<DriveOptions, 'command'> {
  /** What reports and metrics call it. */
  readonly name: string
  readonly plan: PlanOptions
  readonly planOnly: boolean
  readonly allowed: Allowed
  /** The providers' lock file as it is committed, an absolute path. */
  readonly lockFile?: string
  /** Where the report and the metrics go, absolute paths. */
  readonly report?: string
  readonly metrics?: string
  /** Hosts are deployed, once what there was to apply is applied. Absent: none is. */
  readonly deploy?: HostsAsked
}

/**
 * Prepares the project and brings its infrastructure to what it says. `prepare` comes first so that what is wrong with the
 * configuration is reported as well. Throws what it throws, `credential-unreadable`, `destroy-refused`, what plan and
 * apply throw, and `deploy-failed` or `deploy-partial` where hosts are not as they should be.
 */
export const provision = async (
  prepare: () => Promise<Prepared>,
  options: ProvisionOptions,
): Promise<Provisioned> => {
  const startedAt = new Date().toISOString()
  const seen: Seen = {}
  const told = (outcome: ProvisionOutcome, status: number, errors: readonly Diagnostic[] = []) =>
    tell(options, {
      version: 1,
      name: options.name,
      outcome,
      status,
      startedAt,
      endedAt: new Date().toISOString(),
      ...(seen.plan === undefined ? {} : { plan: seen.plan }),
      ...(seen.hosts === undefined ? {} : { hosts: seen.hosts.map(reportOf) }),
      errors,
    })
  let provisioned: Provisioned
  try {
    provisioned = await converge(await prepare(), options, seen)
  } catch (error) {
    if (!(error instanceof TerraneError)) throw error
    // What is told belongs to the run that is at work.
    if (provisionStatus(error) === exitStatus.busy) throw error
    const untold = told(outcomeOf(error), provisionStatus(error), error.diagnostics)
    const [first, ...rest] = error.diagnostics
    throw untold.length === 0 ? error : new TerraneError([first, ...rest, ...untold], { texts: error.texts })
  }
  const [untold, ...more] = told(provisioned.outcome, exitStatus.ok)
  if (untold !== undefined) throw new TerraneError([untold, ...more])
  return provisioned
}

/** The exit status of a failed run: as of any command, but that a locked work folder is a reason to try again. */
export const provisionStatus = (error: TerraneError): ExitStatus => {
  const { code } = error.diagnostics[0]
  return code === 'work-folder-locked' ? exitStatus.busy : exitStatusOf(code)
}

const outcomeOf = (error: TerraneError): ProvisionOutcome => {
  const { code } = error.diagnostics[0]
  if (code === 'destroy-refused') return 'refused'
  return exitStatusOf(code) === exitStatus.interrupted ? 'interrupted' : 'failed'
}

/** What is known of the run by the time that it fails. */
interface Seen {
  plan?: NonNullable<ProvisionReport['plan']>
  hosts?: readonly FleetEntry[]
}

/** Writes down what came of it; returns why something of that could not be written. */
const tell = ({ report, metrics }: ProvisionOptions, told: ProvisionReport): readonly Diagnostic[] => {
  const write = (body: () => void): readonly Diagnostic[] => {
    try {
      body()
      return []
    } catch (error) {
      if (error instanceof TerraneError) return error.diagnostics
      throw error
    }
  }
  return [
    ...(report === undefined ? [] : write(() => writeReport(report, told))),
    ...(metrics === undefined ? [] : write(() => writeMetrics(metrics, told))),
  ]
}

const converge = async (project: Prepared, options: ProvisionOptions, seen: Seen): Promise<Provisioned> => {
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
  const { hostsOfApply } = await import('../deploy/hosts-of-apply.js')
  manifestOfProject(project)
  const hosts = hostsOfApply(project, deploy, how)
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
