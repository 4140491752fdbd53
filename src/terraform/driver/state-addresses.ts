import { run } from '../../process/run.js'
import { environment, type QueryContext } from './context.js'

/** The addresses of all resources in the state; undefined where it can't be read. */
export const stateAddresses = async ({
  binary,
  folder,
  environment: more = {},
}: QueryContext): Promise<ReadonlySet<string> | undefined> => {
  const { status, stdout } = await run(binary.path, ['state', 'list'], {
    cwd: folder,
    env: environment({ environment: more }),
  })
  // Without a state at all nothing is in it.
  if (status !== 0) return undefined
  return new Set(stdout.split('\n').filter(line => line !== ''))
}
