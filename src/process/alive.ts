/** Whether a process that some record names is still that process. */
import { readFileSync } from 'node:fs'

/** What identifies a process beyond its number, which the system gives to another one later. */
export interface ProcessIdentity {
  readonly pid: number
  /** When it started, in the system's own unit; absent where the system doesn't tell. */
  readonly started?: string
}

/** The identity of a running process. */
export const identify = (pid: number): ProcessIdentity => {
  const started = startOf(pid)
  return { pid, ...(started === undefined ? {} : { started }) }
}

/** Whether the process runs. One that has ended but that its parent has not yet asked about does not count. */
export const isAlive = (identity: ProcessIdentity): boolean => {
  if (!exists(identity.pid)) return false
  const started = startOf(identity.pid)
  return started !== 'ended' && (identity.started === undefined || identity.started === started)
}

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The start time of a process in Linux' /proc/<pid>/stat (proc(5), field 22); undefined elsewhere. */
const startOf = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The second field, the program's name in parentheses, may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? 'ended' : fields[19]
  } catch {
    return undefined
  }
}
