/**
 * The careful way to start a program: tofu/terraform, which must be left alone until it has saved its state.
 *
 * - It gets a session of its own. A Ctrl-C in the terminal then reaches only us, and we pass on exactly one SIGINT: two
 *   of them within milliseconds make Terraform exit at once and lose the resource it is working on.
 * - It writes to files that we follow, not to pipes. A child whose pipe has lost its reader dies at the next line that
 *   it writes; with a file it runs to completion even if we are killed.
 * - A guard (`guarded.ts`) notes how it ended, for the case that we don't see it.
 * - No timer ever kills it. Whoever doesn't want to wait is let go, and it is not.
 * - It runs under umask 077: it writes states and plans, which hold secrets in plain text.
 */
import { closeSync, fstatSync, openSync } from 'node:fs'
import { failure } from '../contracts/diagnostic.js'
import { isAlive } from './alive.js'
import { follow } from './follow.js'
import { type Guarded, type Processes, startGuarded } from './guarded.js'

export interface DriveOptions {
  readonly cwd: string
  /** Added to our own environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Files that standard output and standard error are appended to. */
  readonly output: string
  readonly errors: string
  /** The file that gets the exit status, whether or not we live to see it. */
  readonly exit: string
  /** Called with each line of standard output, soon after it was written. */
  readonly onLine: (line: string) => void
  /** Called before the program begins; `offset` is where its output will begin. What it throws keeps it from beginning. */
  readonly onStart?: (processes: Processes, offset: number) => void
  /** When it aborts, the child gets its one SIGINT, and is waited for; unless `leaveAt` says that it is left alone. */
  readonly interrupt?: AbortSignal
  readonly onInterrupt?: (pid: number) => void
  /** Whether an interruption, by its reason, leaves the child at work. */
  readonly leaveAt?: (reason: unknown) => boolean
  /** When it aborts too, we no longer wait for the child. */
  readonly again?: AbortSignal
}

/** How it ended, or that we have left it at work. */
export type DriveResult =
  | {
      readonly left: false
      /** The exit status; above 128 where a signal ended the child, and undefined where nobody saw its end. */
      readonly status: number | undefined
      /** The number of the signal that ended it. */
      readonly signal?: number
      readonly interrupted: boolean
    }
  | { readonly left: true; readonly processes: Processes; readonly interrupted: boolean }

/**
 * Runs a program to its end, whatever happens to our terminal. Resolves whatever its exit status. Throws `tool-missing`
 * when it can't be started, `interrupted` when `interrupt` has aborted before.
 */
export const drive = async (
  program: string,
  args: readonly string[],
  options: DriveOptions,
): Promise<DriveResult> => {
  if (options.interrupt?.aborted) throw failure('interrupted', 'interrupted')
  const output = appending(options.output)
  const errors = appending(options.errors)
  try {
    const { size } = fstatSync(output)
    const guarded = await startGuarded(program, args, {
      cwd: options.cwd,
      ...(options.env === undefined ? {} : { env: options.env }),
      output,
      errors,
      exit: options.exit,
      onStart: processes => options.onStart?.(processes, size),
    })
    return await supervise(guarded, size, options)
  } finally {
    closeSync(output)
    closeSync(errors)
  }
}

const appending = (path: string): number => {
  try {
    return openSync(path, 'a', 0o600)
  } catch (cause) {
    throw failure('file-access', `can't write ${path}: ${(cause as Error).message}`, { cause })
  }
}

const supervise = async (
  { processes, ended, leave }: Guarded,
  offset: number,
  { interrupt, again, output, onLine, onInterrupt, leaveAt }: DriveOptions,
): Promise<DriveResult> => {
  const { program } = processes
  let interrupted = false
  const listeners = new AbortController()
  const { signal } = listeners
  const left = new Promise<'left'>(resolve => {
    const onFirst = () => {
      if (leaveAt?.(interrupt?.reason)) return resolve('left')
      interrupted = true
      if (isAlive(program)) process.kill(program.pid, 'SIGINT')
      onInterrupt?.(program.pid)
    }
    if (interrupt?.aborted) onFirst()
    else interrupt?.addEventListener('abort', onFirst, { once: true, signal })
    again?.addEventListener('abort', () => resolve('left'), { once: true, signal })
  })
  const followed = follow(output, offset, onLine)
  try {
    const exit = await Promise.race([ended, left])
    if (exit === 'left') {
      leave()
      return { left: true, processes, interrupted }
    }
    return {
      left: false,
      status: exit?.status,
      ...(exit?.signal === undefined ? {} : { signal: exit.signal }),
      interrupted,
    }
  } finally {
    listeners.abort()
    followed.finish()
  }
}
