import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { underPrivateUmask } from './private-umask.js'
import { startFailure } from './start-failure.js'

export interface Started {
  readonly child: ChildProcess
  readonly pid: number
  /** Resolves to the exit status, 128 where a signal ended the child. */
  readonly ended: Promise<number>
}

/** Starts a program under umask 077. Throws `tool-missing` or `file-access` when the system doesn't. */
export const start = async (
  program: string,
  args: readonly string[],
  options: SpawnOptions & { readonly cwd: string },
): Promise<Started> => {
  const settings = { ...options, env: { ...process.env, ...options.env } }
  try {
    const child = underPrivateUmask(() => spawn(program, [...args], settings))
    const ended = once(child, 'exit') as Promise<[number | null]>
    // Node tells some failures by throwing, others by an event.
    if (child.pid === undefined) await ended
    return { child, pid: child.pid!, ended: ended.then(([status]) => status ?? 128) }
  } catch (error) {
    throw startFailure(program, options.cwd, error)
  }
}
