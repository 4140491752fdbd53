/** The smaller things that are asked of a host: its state, a command, a copy of a system, its keys. */
import type { Run } from '../../process/runner.js'
import { type Facts, stateOf } from '../agent/facts.js'
import { connect, type Host } from '../connection/connect.js'
import type { HostConnection, HostState, KeyFile } from '../deployment.js'
import { changedKeys } from './changed-keys.js'
import { type RemoteAnswer, type RemoteRequest, runRemote } from './remote.js'
import { openSession } from './session.js'

export interface HostContext {
  readonly run: Run
  readonly env: Readonly<Record<string, string | undefined>>
  /** Told of a host key's first use. */
  readonly note: (message: string) => void
  readonly signal?: AbortSignal
}

/** Runs `body` with a way to a host that is closed in any case. Throws what `connect` throws. */
export const withHost = async <T>(
  name: string,
  connection: HostConnection,
  context: HostContext,
  body: (host: Host) => Promise<T>,
): Promise<T> => {
  const host = await connect(name, connection, context)
  try {
    return await body(host)
  } finally {
    host.close()
  }
}

/** Reads a host's state without taking its lock: one round trip. Throws `host-connection`, `host-key`, `host-request`. */
export const readHost = (
  name: string,
  connection: HostConnection,
  context: HostContext,
): Promise<HostState> =>
  withHost(name, connection, context, async host => stateOf(await askState(host, [], context)))

/** The names of the keys that a host does not have as they should be. Throws as `readHost`. */
export const checkKeys = (
  name: string,
  connection: HostConnection,
  keys: readonly KeyFile[],
  context: HostContext,
): Promise<readonly string[]> =>
  withHost(name, connection, context, async host => {
    const facts = await askState(
      host,
      keys.map(key => key.path),
      context,
    )
    return changedKeys(keys, facts).map(([, key]) => key.name)
  })

const askState = async (host: Host, paths: readonly string[], { signal }: HostContext): Promise<Facts> => {
  const session = await openSession(host, 'state', paths, {
    way: 'fresh',
    ...(signal === undefined ? {} : { signal }),
  })
  await session.close()
  return session.facts
}

/**
 * Runs a program with its arguments on a host, as the user of the connection or as root. Resolves whatever its exit
 * status; a connection that failed is an error, since nobody knows what became of the program.
 */
export const execOnHost = (
  name: string,
  connection: HostConnection,
  words: readonly string[],
  context: HostContext,
  request: Omit<RemoteRequest, 'way'> = {},
): Promise<RemoteAnswer> =>
  withHost(name, connection, context, host => runRemote(host, words, { ...request, way: 'fresh' }))
