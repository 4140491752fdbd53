/**
 * The systems that unattended runs have deployed, by host, the newest last. A machine that boots an old generation has the
 * old systems of its hosts as well, and must not take them back any more than the cloud.
 */
import { join } from 'node:path'
import { type FleetEntry, isDone } from '../../nixos/fleet/report.js'
import { readIfThere, writeAtomically } from '../atomic-write.js'
import type { PlannedHost } from '../deploy/plan-hosts.js'
import { terraneFolder } from '../work-folder.js'

interface History {
  readonly version: 1
  readonly hosts: Readonly<Record<string, readonly string[]>>
}

/** So many are remembered of each. */
const kept = 100

const pathIn = (workFolder: string): string => join(terraneFolder(workFolder), 'deployed.json')

const read = (workFolder: string): History => {
  const text = readIfThere(pathIn(workFolder))
  return text === undefined ? { version: 1, hosts: {} } : (JSON.parse(text) as History)
}

/** The hosts that would get a system that they had before, and have no more. */
export const goingBack = (planned: readonly PlannedHost[], workFolder: string): readonly string[] => {
  const { hosts } = read(workFolder)
  return planned.flatMap(({ name, system }) => {
    const had = Object.hasOwn(hosts, name) ? hosts[name]! : []
    const goesBack = system !== undefined && had.includes(system.output) && had.at(-1) !== system.output
    return goesBack ? [name] : []
  })
}

/** Remembers what was deployed. Throws `file-access`. */
export const rememberDeployed = (
  planned: readonly PlannedHost[],
  entries: readonly FleetEntry[],
  workFolder: string,
): void => {
  const { hosts } = read(workFolder)
  const done = new Set(entries.filter(isDone).map(({ name }) => name))
  const added = planned.flatMap(({ name, system }) => {
    if (system === undefined || !done.has(name)) return []
    const before = Object.hasOwn(hosts, name) ? hosts[name]! : []
    return [[name, [...before.filter(path => path !== system.output), system.output].slice(-kept)] as const]
  })
  if (added.length === 0) return
  const history: History = { version: 1, hosts: { ...hosts, ...Object.fromEntries(added) } }
  writeAtomically(pathIn(workFolder), `${JSON.stringify(history, null, 2)}\n`)
}
