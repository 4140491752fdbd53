/** Runs a program as if the user had started it: on our terminal, in our process group. */
import { identify, type ProcessIdentity } from './alive.js'
import { start } from './start.js'

export interface PassThroughOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Where its standard output goes: ours, or our standard error. */
  readonly output?: 'stdout' | 'stderr'
  /** Called when it has started. */
  readonly onStart?: (program: ProcessIdentity) => void
}

/**
 * Resolves to its exit status (128 where a signal ended it). A Ctrl-C in the terminal reaches the program directly, so
 * that SIGINT is not passed on a second time; a SIGTERM, which only we got, becomes its one SIGINT.
 */
export const passThrough = async (
  program: string,
  args: readonly string[],
  options: PassThroughOptions,
): Promise<number> => {
  const { child, pid, ended } = await start(program, args, {
    cwd: options.cwd,
    ...(options.env === undefined ? {} : { env: options.env }),
    stdio: ['inherit', options.output === 'stderr' ? 2 : 'inherit', 'inherit'],
  })
  options.onStart?.(identify(pid))
  const stay = () => {}
  const forward = () => child.kill('SIGINT')
  process.on('SIGINT', stay).on('SIGHUP', stay)
  process.once('SIGTERM', forward)
  try {
    return await ended
  } finally {
    process.off('SIGINT', stay).off('SIGHUP', stay).off('SIGTERM', forward)
  }
}
