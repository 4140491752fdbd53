import { passThrough } from '../../process/pass-through.js'
import type { DriveContext } from './context.js'

/** Runs tofu/terraform on the user's terminal, in the work folder, which it keeps locked. Resolves to its exit status. */
export const onTerminal = (
  context: DriveContext,
  args: readonly string[],
  options: {
    readonly env?: Readonly<Record<string, string | undefined>>
    readonly output?: 'stdout' | 'stderr'
  } = {},
): Promise<number> =>
  passThrough(context.binary.path, args, {
    cwd: context.folder,
    ...(options.output === undefined ? {} : { output: options.output }),
    env: { ...context.environment, ...options.env },
    ...(context.onTerminal === undefined ? {} : { onStart: context.onTerminal }),
  })
