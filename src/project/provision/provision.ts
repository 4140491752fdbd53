/**
 * One unattended run: init, plan, policy, apply, and the hosts where that was asked for. It brings the infrastructure to what
 * the document says or leaves it as it is, and what it did is written down in either case. Safe to run again at any time:
 * after a failure, a kill or a power cut the next run goes on from the state, and one that finds the work folder locked does
 * nothing.
 *
 * It never tries again by itself. When to, and how often, is for whoever started it (systemd: Restart=), who can also tell
 * from the exit status whether there is a point in it.
 */
import { exitStatusOf } from '../../contracts/codes.js'
import { type Diagnostic, TerraneError } from '../../contracts/diagnostic.js'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import type { PlanOptions } from '../../terraform/driver/plan.js'
import type { HostsAsked } from '../deploy/hosts-of-apply.js'
import type { DriveOptions } from '../drive-project.js'
import type { Prepared } from '../prepare.js'
import { converge, type Seen } from './converge.js'
import { writeMetrics } from './metrics.js'
import type { Allowed } from './policy.js'
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
