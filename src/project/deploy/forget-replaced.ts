/** A machine that was made anew has a new host key: the one on record is forgotten with the machine that had it. */
import type { Emit } from '../../contracts/events.js'
import { keyAlias } from '../../nixos/connection/ssh-config.js'
import type { DeployManifest } from '../../nixos/manifest.js'
import { aliasOf } from '../../nixos/resolve/connection.js'
import type { PlannedChange } from '../../terraform/driver/messages.js'
import { readIfThere, writeAtomically } from '../atomic-write.js'

const replacing: ReadonlySet<string> = new Set(['create', 'delete', 'replace'])

/** Forgets the recorded keys of hosts whose machines an apply has made, replaced or destroyed. */
export const forgetReplaced = (
  manifest: DeployManifest,
  changes: readonly PlannedChange[],
  knownHostsFile: string,
  emit: Emit,
): void => {
  const gone = new Set(changes.filter(({ action }) => replacing.has(action)).map(({ address }) => address))
  for (const [host, { target }] of Object.entries(manifest.hosts)) {
    if (target.resource === null || !gone.has(target.resource)) continue
    if (forget(keyAlias(aliasOf(host, target)), knownHostsFile))
      emit({
        type: 'host_note',
        host,
        message: `${target.resource} is another machine now: the recorded host key is forgotten`,
      })
  }
}

/** Removes the lines of an alias; returns whether there were any. */
const forget = (alias: string, file: string): boolean => {
  const text = readIfThere(file)
  if (text === undefined) return false
  const lines = text.split('\n')
  const kept = lines.filter(line => !line.split(/\s/, 1)[0]!.split(',').includes(alias))
  if (kept.length === lines.length) return false
  writeAtomically(file, kept.join('\n'))
  return true
}
