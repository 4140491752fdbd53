/**
 * A report as metrics for Prometheus' node exporter, which reads files of a folder (its textfile collector). A reader never
 * sees half of the file.
 *
 * The format: https://prometheus.io/docs/instrumenting/exposition_formats/
 */
import { chmodSync, statSync } from 'node:fs'
import { readIfThere, writeAtomically } from '../atomic-write.js'
import type { ProvisionReport } from './report.js'

/** Writes the metrics of a run; when it last went well outlives runs that do not. Throws `file-access`. */
export const writeMetrics = (path: string, report: ProvisionReport): void => {
  const before = readIfThere(path) ?? ''
  const kept = new RegExp(`^${lastSuccess}\\{.*\\} (\\d+(?:\\.\\d+)?)$`, 'm').exec(before)?.[1]
  writeAtomically(path, metricsText(report, kept))
  // It is for another user, and a service that keeps secrets has a strict umask.
  if (statSync(path).isFile()) chmodSync(path, 0o644)
}

const lastSuccess = 'terrane_provision_last_success_timestamp_seconds'

const metricsText = (report: ProvisionReport, lastSuccessBefore: string | undefined): string => {
  const name = `name="${report.name.replace(/[\\"\n]/g, '_')}"`
  const ended = Date.parse(report.endedAt) / 1000
  const success = report.status === 0
  const gauge = (metric: string, help: string, samples: readonly (readonly [string, number | string])[]) => [
    `# HELP ${metric} ${help}`,
    `# TYPE ${metric} gauge`,
    ...samples.map(([labels, value]) => `${metric}{${labels}} ${value}`),
  ]
  const last = success ? ended : lastSuccessBefore
  const counts = report.plan?.counts
  return [
    ...gauge('terrane_provision_success', 'Whether the last run did all that it was to do.', [
      [name, success ? 1 : 0],
    ]),
    ...gauge('terrane_provision_status', 'Its exit status.', [[name, report.status]]),
    ...gauge('terrane_provision_outcome', 'What came of it.', [[`${name},outcome="${report.outcome}"`, 1]]),
    ...gauge('terrane_provision_end_timestamp_seconds', 'When it ended.', [[name, ended]]),
    ...gauge('terrane_provision_duration_seconds', 'How long it took.', [
      [name, (Date.parse(report.endedAt) - Date.parse(report.startedAt)) / 1000],
    ]),
    ...(last === undefined
      ? []
      : gauge(lastSuccess, 'When a run last did all that it was to do.', [[name, last]])),
    ...(counts === undefined
      ? []
      : gauge(
          'terrane_provision_planned_changes',
          'How many resources its plan changes.',
          (['add', 'change', 'destroy', 'import'] as const).map(
            action => [`${name},action="${action}"`, counts[action]] as const,
          ),
        )),
    ...(report.hosts === undefined
      ? []
      : gauge(
          'terrane_provision_host_done',
          'Whether a host is as it should be.',
          report.hosts.map(
            ({ name: host, done, outcome }) =>
              [`${name},host="${host}",outcome="${outcome}"`, done ? 1 : 0] as const,
          ),
        )),
    '',
  ].join('\n')
}
