/** Short questions to tofu/terraform that are answered with one JSON document and change nothing. */
import { failure } from '../../contracts/diagnostic.js'
import { run } from '../../process/run.js'
import { environment, type QueryContext } from './context.js'

export interface QueryOptions {
  /** Where it runs, if not in the work folder. */
  readonly folder?: string
  /** Added to its environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/**
 * Runs `tofu|terraform ARGS` and returns its answer. The answer may hold secrets: it goes through a pipe and is kept in
 * memory only. Throws `terraform-failed` where there is no answer.
 */
export const query = async (
  context: QueryContext,
  args: readonly string[],
  { folder = context.folder, env = {} }: QueryOptions = {},
): Promise<unknown> => {
  const { status, stdout, stderr } = await run(context.binary.path, args, {
    cwd: folder,
    env: { ...environment(context), ...env },
    ...(context.interrupt === undefined ? {} : { signal: context.interrupt }),
  })
  try {
    return JSON.parse(stdout)
  } catch {
    throw failure(
      'terraform-failed',
      `${context.binary.dialect} ${args[0]} failed with exit status ${status}`,
      {
        notes: [reported(stderr || stdout)],
      },
    )
  }
}

/** Terraform frames its messages with box-drawing characters where it prints for people. */
export const reported = (text: string): string =>
  text
    .split('\n')
    .map(line => line.replace(/^[╷│╵]\s?/, '').trimEnd())
    .filter(line => line !== '')
    .join('\n')
