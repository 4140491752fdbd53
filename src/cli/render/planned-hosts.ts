import type { PlannedHost } from '../../project/deploy/plan-hosts.js'
import type { Paint } from './colour.js'
import { renderTable } from './table.js'

/** What hosts will run after an apply, below its plan. */
export const renderPlannedHosts = (hosts: readonly PlannedHost[], style: Paint): string =>
  `\n${style('bold', 'NixOS hosts, after the apply:')}\n${renderTable(
    hosts.map(({ name, system, waits }) => ['', name, system?.output ?? style('dim', reason(waits))]),
  )}`

const reason = (waits: readonly string[]): string =>
  waits.length === 0 ? 'evaluated on the host' : `evaluated once ${waits.join(', ')} is known`
