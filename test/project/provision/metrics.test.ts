import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeMetrics } from '../../../src/project/provision/metrics.js'
import type { ProvisionReport } from '../../../src/project/provision/report.js'
import { scratch } from '../../support/scratch.js'

const report: ProvisionReport = {
  version: 1,
  name: 'web',
  outcome: 'applied',
  status: 0,
  startedAt: '2026-01-02T03:04:05.000Z',
  endedAt: '2026-01-02T03:04:07.500Z',
  plan: {
    counts: { add: 1, change: 2, destroy: 0, import: 0 },
    changes: [],
    details: { resource_changes: [], resource_drift: [], output_changes: {} },
  },
  errors: [],
}

const samples = (path: string): readonly string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))

it('says how a run went, for everybody to read', () => {
  const path = join(scratch(), 'terrane.prom')
  const before = process.umask(0o077)
  writeMetrics(path, report)
  process.umask(before)
  expect(samples(path)).toMatchInlineSnapshot(`
    [
      "terrane_provision_success{name="web"} 1",
      "terrane_provision_status{name="web"} 0",
      "terrane_provision_outcome{name="web",outcome="applied"} 1",
      "terrane_provision_end_timestamp_seconds{name="web"} 1767323047.5",
      "terrane_provision_duration_seconds{name="web"} 2.5",
      "terrane_provision_last_success_timestamp_seconds{name="web"} 1767323047.5",
      "terrane_provision_planned_changes{name="web",action="add"} 1",
      "terrane_provision_planned_changes{name="web",action="change"} 2",
      "terrane_provision_planned_changes{name="web",action="destroy"} 0",
      "terrane_provision_planned_changes{name="web",action="import"} 0",
    ]
  `)
  expect(statSync(path).mode & 0o777).toBe(0o644)
})

it('remembers when it last went well', () => {
  const path = join(scratch(), 'terrane.prom')
  writeMetrics(path, report)
  const { plan: _, ...rest } = report
  writeMetrics(path, { ...rest, outcome: 'failed', status: 1, endedAt: '2026-01-02T04:00:00.000Z' })
  writeMetrics(path, { ...rest, outcome: 'failed', status: 1, endedAt: '2026-01-02T05:00:00.000Z' })
  expect(samples(path)).toContain('terrane_provision_last_success_timestamp_seconds{name="web"} 1767323047.5')
  expect(samples(path)).toContain('terrane_provision_success{name="web"} 0')
})
