/** Hosts as a table. */
import { driftOf, type HostRow } from '../../project/deploy/host-table.js'
import type { Paint } from './colour.js'
import { printable } from './printable.js'
import { renderTable } from './table.js'

const head = ['host', 'address', 'current', 'booted', 'desired', 'confirmed', 'drift', 'lock']

export const renderHosts = (rows: readonly HostRow[], style: Paint): string =>
  renderTable([head.map(cell => style('bold', cell)), ...rows.map(row => cellsOf(row, style))])

const cellsOf = (row: HostRow, style: Paint): readonly string[] => {
  const { name, address = '?', state, desired, error } = row
  if (state === undefined)
    return [
      name,
      address,
      '?',
      '?',
      short(desired),
      '?',
      style('red', printable(error ?? '').split('\n')[0]!),
    ]
  const { current, booted, confirmed, lock } = state
  const drift = driftOf(row) ?? '?'
  return [
    name,
    address,
    short(current),
    short(booted),
    short(desired),
    short(confirmed),
    drift === 'none' ? drift : style('yellow', drift),
    lock === undefined ? '-' : `${printable(lock.owner)}${lock.alive ? '' : ' (gone)'}`,
  ]
}

/** The beginning of the hash tells systems apart; the name is nearly always the same. */
const short = (path: string | undefined): string =>
  path === undefined ? '-' : (/^\/nix\/store\/([0-9a-z]{8})/.exec(path)?.[1] ?? path)
