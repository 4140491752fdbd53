/**
 * One terrane at a time drives a work folder. The lock is a file that names its holder, and the tofu/terraform that it
 * started: that one keeps working when its terrane is gone, and the folder stays locked until it has ended. A lock
 * whose processes are all gone is stale and is taken over.
 */
import { renameSync, rmSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { failure } from '../contracts/diagnostic.js'
import { identify, isAlive, type ProcessIdentity } from '../process/alive.js'
import { quoteForShell } from '../process/shell-words.js'
import { createExclusively, readIfThere, writeAtomically } from './atomic-write.js'
import { terraneFolder } from './work-folder.js'

export interface Lock {
  /** Notes that processes work in the folder, so that it stays locked if we are killed. Throws `file-access`. */
  readonly noteWork: (processes: readonly ProcessIdentity[]) => void
  /** Gives the folder free; what we have left at work in it keeps it locked until it has ended. */
  readonly release: () => void
}

interface LockRecord {
  readonly version: 1
  readonly command: string
  readonly host: string
  readonly user: string
  readonly since: string
  readonly holder: ProcessIdentity
  /** What the holder has started, which works on without it. */
  readonly work?: readonly ProcessIdentity[]
  /** Where its output goes. */
  readonly run: string
}

export interface LockOptions {
  readonly command: string
  /** The run's folder, for whoever finds the lock. */
  readonly run: string
}

/** Locks a work folder. Throws `work-folder-locked`, with who holds it. */
export const lockWorkFolder = (workFolder: string, options: LockOptions): Lock => {
  const path = join(terraneFolder(workFolder), 'lock')
  const record: LockRecord = {
    version: 1,
    command: options.command,
    host: hostname(),
    user: userName(),
    since: new Date().toISOString(),
    holder: identify(process.pid),
    run: options.run,
  }
  acquire(path, record, workFolder)
  let work: readonly ProcessIdentity[] = []
  return {
    noteWork: processes => {
      writeAtomically(path, format({ ...record, work: processes }), { mode: 0o600 })
      work = processes
    },
    release: () => {
      if (!work.some(isAlive)) rmSync(path, { force: true })
    },
  }
}

const userName = (): string => {
  try {
    return userInfo().username
  } catch {
    // A number that no account has.
    return String(process.getuid?.() ?? 'somebody')
  }
}

const format = (record: LockRecord): string => `${JSON.stringify(record, null, 2)}\n`

const acquire = (path: string, record: LockRecord, workFolder: string): void => {
  // Twice at most: a lock that disappears or turns out stale while we look makes room for a second try.
  for (let attempt = 0; attempt < 2; attempt++) {
    if (createExclusively(path, format(record), { mode: 0o600 })) return
    const text = readIfThere(path)
    if (text === undefined) continue
    const holder = parse(text)
    if (holder !== undefined && !isStale(holder)) throw locked(holder, workFolder, path)
    removeStale(path, text)
  }
  throw failure('work-folder-locked', `another terrane has just locked ${workFolder}`)
}

const isStale = ({ host, holder, work = [] }: LockRecord): boolean =>
  host === hostname() && !isAlive(holder) && !work.some(isAlive)

/** Removes the lock that had `text`. If another terrane was faster and the file is now its lock, that is put back. */
const removeStale = (path: string, text: string): void => {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  const moved = readIfThere(aside)
  if (moved !== undefined && moved !== text) createExclusively(path, moved, { mode: 0o600 })
  rmSync(aside, { force: true })
}

const locked = (record: LockRecord, workFolder: string, path: string) => {
  const { holder, work = [], command, host, run } = record
  const notes = [`since ${record.since}, by ${record.user} on ${host}`]
  const where = `--workdir ${quoteForShell([workFolder])}`
  if (host !== hostname()) {
    return failure('work-folder-locked', `terrane ${command} drives ${workFolder} from the machine ${host}`, {
      notes,
      hint: `wait for it; if it no longer runs there, delete ${path}`,
    })
  }
  const pids = work.filter(isAlive).map(({ pid }) => pid)
  if (isAlive(holder) || pids.length === 0) {
    return failure('work-folder-locked', `terrane ${command} (process ${holder.pid}) drives ${workFolder}`, {
      notes,
      hint:
        work.length > 0
          ? `wait until it has ended; terrane follow ${where} shows how far it is`
          : 'wait until it has ended',
    })
  }
  return failure(
    'work-folder-locked',
    `the terrane that ran ${command} is gone, but what it started (process ${pids.at(-1)}) still works in ${workFolder}`,
    {
      notes: [...notes, `its output goes to ${run}`],
      hint: `wait until it has ended; terrane follow ${where} shows how far it is`,
    },
  )
}

const parse = (text: string): LockRecord | undefined => {
  try {
    const record = JSON.parse(text) as Partial<LockRecord> | null
    return typeof record?.holder?.pid === 'number' && typeof record.host === 'string'
      ? (record as LockRecord)
      : undefined
  } catch {
    return undefined
  }
}
