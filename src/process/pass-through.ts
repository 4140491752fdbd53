/** Runs a program as if the user had started it: on our terminal, in our process group. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { underPrivateUmask } from './private-umask.js'
import { startFailure } from './start-failure.js'

export interface PassThroughOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Where its standard output goes: ours, or our standard error. */
  readonly output?: 'stdout' | 'stderr'
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
  const child = underPrivateUmask(() =>
    spawn(program, [...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['inherit', options.output === 'stderr' ? 2 : 'inherit', 'inherit'],
    }),
  )
  const stay = () => {}
  const forward = () => child.kill('SIGINT')
  process.on('SIGINT', stay).on('SIGHUP', stay)
  process.once('SIGTERM', forward)
  try {
    const [status] = (await once(child, 'exit')) as [number | null]
    return status ?? 128
  } catch (error) {
    throw startFailure(program, options.cwd, error)
  } finally {
    process.off('SIGINT', stay).off('SIGHUP', stay).off('SIGTERM', forward)
  }
}
