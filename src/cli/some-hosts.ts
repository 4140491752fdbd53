/** Exit statuses of commands that do something with several hosts. */
import { type DiagnosticCode, exitStatusOf } from '../contracts/codes.js'
import { type ExitStatus, exitStatus } from '../contracts/exit-status.js'
import { fleetStatus } from '../nixos/fleet/fleet.js'
import type { FleetEntry } from '../nixos/fleet/report.js'
import type { HostAnswer } from '../project/deploy/each-host.js'

/** All, some or none; none for one reason, such as a configuration that does not evaluate: the status of that. */
export const statusOfAnswers = (answers: readonly HostAnswer<unknown>[]): ExitStatus => {
  const failed = answers.flatMap(({ error }) => (error === undefined ? [] : [error.diagnostics[0].code]))
  if (failed.length === 0) return exitStatus.ok
  return failed.length < answers.length ? exitStatus.partial : statusOfNone(failed)
}

/** The same of a deployment before which nothing else was done. */
export const statusOfDeployment = (entries: readonly FleetEntry[]): ExitStatus => {
  const status = fleetStatus(entries)
  if (status !== exitStatus.failed) return status
  return statusOfNone(entries.flatMap(entry => ('result' in entry ? [entry.result.code] : [])))
}

/** Nothing was done with any host. A host without a code was begun. */
const statusOfNone = (codes: readonly (DiagnosticCode | undefined)[]): ExitStatus => {
  const statuses = new Set(codes.map(code => (code === undefined ? exitStatus.failed : exitStatusOf(code))))
  const [only] = statuses
  return only === undefined || statuses.size > 1 ? exitStatus.failed : only
}
