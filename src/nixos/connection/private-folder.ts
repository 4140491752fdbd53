/** A folder that only we may look into, for sockets and what ssh reads; its path is short and without spaces. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { identify, isAlive } from '../../process/alive.js'

/** The path of a Unix socket has 108 bytes at most; ssh needs 17 of them for the name that it makes first. */
const longest = 60

const prefix = 'terrane-ssh-'

/**
 * Makes the folder (mode 0700). In the user's runtime folder where there is one: that is in memory and goes with the
 * login. Folders of processes that were killed, which hold nothing secret, are removed on the way.
 */
export const makePrivateFolder = (
  env: Readonly<Record<string, string | undefined>>,
): { readonly path: string; readonly remove: () => void } => {
  const places = [env.XDG_RUNTIME_DIR, tmpdir(), '/tmp']
  const place = places.find(place => place !== undefined && isFit(place)) ?? '/tmp'
  removeAbandoned(place)
  const path = mkdtempSync(join(place, `${prefix}${process.pid}-`))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

const removeAbandoned = (place: string): void => {
  for (const name of readdirSync(place)) {
    const [, pid] = /^(\d+)-/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : '') ?? []
    if (pid === undefined || isAlive(identify(Number(pid)))) continue
    try {
      rmSync(join(place, name), { recursive: true, force: true })
    } catch {
      // Another user's.
    }
  }
}

const isFit = (folder: string): boolean =>
  folder.length <= longest &&
  /^\/[\w./-]*$/.test(folder) &&
  statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
