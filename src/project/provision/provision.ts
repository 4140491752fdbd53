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
import { applyPlan } from '../../terraform/driver/apply.js'
import type { DriveContext } from '../../terraform/driver/context.js'
import { ensureInit } from '../../terraform/driver/init.js'
import { type Plan, type PlanOptions, plan } from '../../terraform/driver/plan.js'
import { planChanges } from '../../terraform/driver/plan-changes.js'
import { readPlan } from '../../terraform/driver/plan-document.js'
import { applyRemotely, planRemotely } from '../../terraform/driver/remote.js'
import { readIfThere, writeAtomically } from '../atomic-write.js'
import { type DriveOptions, driveProject } from '../drive-project.js'
import { readable } from '../file-access.js'
import type { Prepared } from '../prepare.js'
import type { HostsToDo, ProvisionDeploy } from './deploy.js'
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
  readonly deploy?: ProvisionDeploy
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
  let provisioned: Provisioned | undefined
  await driveProject(project, { command: 'provision', ...options }, async context => {
    if (options.lockFile !== undefined) {
      const text = readFileSync(readable(options.lockFile), 'utf8')
      writeAtomically(join(context.folder, '.terraform.lock.hcl'), text)
    }
    await ensureInit(context, { lockFileIsFinal: options.lockFile !== undefined })
    const hosts = await hostsOf(project, options)
    const done = context.facts.remoteExecution
      ? await onServer(context, options)
      : await planned(context, options, seen, hosts)
    provisioned = hosts === undefined ? done : await deployed(hosts, context, options, seen, done)
    return exitStatus.ok
  })
  return provisioned!
}

/** Loaded only where hosts are deployed. */
const hostsOf = async (
  project: Prepared,
  { deploy, plan: how }: ProvisionOptions,
): Promise<HostsToDo | undefined> =>
  deploy === undefined ? undefined : (await import('./deploy.js')).hostsToDo(project, deploy, how)

const deployed = async (
  hosts: HostsToDo,
  context: DriveContext,
  { planOnly }: ProvisionOptions,
  seen: Seen,
  done: Provisioned,
): Promise<Provisioned> => {
  if (planOnly) return done
  seen.hosts = await hosts.deploy(context, done.outcome === 'applied' ? (seen.plan?.changes ?? []) : [])
  const error = hosts.errorOf(seen.hosts, context)
  if (error !== undefined) throw error
  const outcome = done.outcome === 'unchanged' && seen.hosts.some(isChanged) ? 'deployed' : done.outcome
  return { ...done, outcome, hosts: seen.hosts.map(reportOf) }
}

const isChanged = (entry: FleetEntry): boolean => 'result' in entry && entry.result.outcome !== 'unchanged'

const none: Counts = { add: 0, change: 0, destroy: 0, import: 0 }

const planned = async (
  context: DriveContext,
  options: ProvisionOptions,
  seen: Seen,
  hosts: HostsToDo | undefined,
): Promise<Provisioned> => {
  const made = await plan(context, options.plan)
  seen.plan = await described(context, made)
  // A system that can't be evaluated is told of before anything is changed.
  await hosts?.plan(context, made)
  if (!made.hasChanges) return { outcome: 'unchanged', counts: none }
  if (options.planOnly) return { outcome: 'planned', counts: made.counts }
  const refused = refusal(inOrder(made), options.allowed)
  if (refused !== undefined && !takePermission(options.allowed.once)) throw refused
  const { counts } = await applyPlan(context, made, options.plan)
  return { outcome: 'applied', counts }
}

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

const onServer = async (context: DriveContext, options: ProvisionOptions): Promise<Provisioned> => {
  const how = { autoApprove: true, detailedExitCode: true, output: 'stderr' } as const
  if (options.planOnly) {
    const status = await planRemotely(context, options.plan, how)
    return { outcome: status === 2 ? 'planned' : 'unchanged', counts: none }
  }
  if (!options.allowed.destroy) throw refuseUnseen(String(context.facts.backend))
  await applyRemotely(context, options.plan, how)
  return { outcome: 'applied', counts: none }
}
