/**
 * The careful way to start a program: tofu/terraform, which must be left alone until it has saved its state.
 *
 * - It gets a session of its own. A Ctrl-C in the terminal then reaches only us, and we pass on exactly one SIGINT: two
 *   of them within milliseconds make Terraform exit at once and lose the resource it is working on.
 * - It writes to files that we follow, not to pipes. A child whose pipe has lost its reader dies at the next line that
 *   it writes; with a file it runs to completion even if we are killed.
 * - No timer ever kills it.
 * - It runs under umask 077: it writes states and plans, which hold secrets in plain text.
 */
import { closeSync, fstatSync, openSync } from 'node:fs'
import { failure } from '../contracts/diagnostic.js'
import { follow } from './follow.js'
import { type Started, start } from './start.js'

export interface DriveOptions {
  readonly cwd: string
  /** Added to our own environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Files that standard output and standard error are appended to. */
  readonly output: string
  readonly errors: string
  /** Called with each line of standard output, soon after it was written. */
  readonly onLine: (line: string) => void
  readonly onStart?: (pid: number) => void
  /** When it aborts, the child gets its one SIGINT, and is waited for. */
  readonly interrupt?: AbortSignal
  readonly onInterrupt?: (pid: number) => void
  /** When it aborts too, nothing more is done to the child: `onAgain` can say so. */
  readonly again?: AbortSignal
  readonly onAgain?: (pid: number) => void
}

export interface DriveResult {
  /** The exit status; 128 where a signal ended the child. */
  readonly status: number
  readonly interrupted: boolean
}

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
  const output = openSync(options.output, 'a', 0o600)
  const errors = openSync(options.errors, 'a', 0o600)
  try {
    const { size } = fstatSync(output)
    const started = await start(program, args, {
      cwd: options.cwd,
      ...(options.env === undefined ? {} : { env: options.env }),
      stdio: ['ignore', output, errors],
      detached: true,
    })
    return await supervise(started, size, options)
  } finally {
    closeSync(output)
    closeSync(errors)
  }
}

const supervise = async (
  { child, pid, ended }: Started,
  offset: number,
  options: DriveOptions,
): Promise<DriveResult> => {
  options.onStart?.(pid)
  let interrupted = false
  const interrupt = () => {
    interrupted = true
    child.kill('SIGINT')
    options.onInterrupt?.(pid)
  }
  if (options.interrupt?.aborted) interrupt()
  else options.interrupt?.addEventListener('abort', interrupt, { once: true })
  const again = () => options.onAgain?.(pid)
  options.again?.addEventListener('abort', again, { once: true })
  const followed = follow(options.output, offset, options.onLine)
  try {
    const status = await ended
    return { status, interrupted }
  } finally {
    options.interrupt?.removeEventListener('abort', interrupt)
    options.again?.removeEventListener('abort', again)
    followed.finish()
  }
}
