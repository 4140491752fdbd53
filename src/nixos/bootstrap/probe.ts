/** One look at a machine that may not be there yet. */
import { TerraneError } from '../../contracts/diagnostic.js'
import { type HostContext, withHost } from '../deploy/on-host.js'
import { runRemote } from '../deploy/remote.js'
import type { HostConnection } from '../deployment.js'
import { askMachine, type Machine, readMachine } from './machine.js'

/** Says what answers there. Throws `host-key`, `host-invalid`, `interrupted`; that nobody answers is an answer. */
export const probeMachine = async (
  name: string,
  connection: HostConnection,
  context: HostContext,
): Promise<Machine> => {
  const signal = context.signal === undefined ? {} : { signal: context.signal }
  try {
    return await withHost(name, connection, context, async host => {
      const { stdout, stderr } = await runRemote(host, askMachine, { way: 'fresh', ...signal })
      return readMachine(stdout || stderr)
    })
  } catch (error) {
    if (!(error instanceof TerraneError) || error.diagnostics[0].code !== 'host-connection') throw error
    return { kind: 'silent', reason: error.message.replace(`${name}: `, '') }
  }
}
