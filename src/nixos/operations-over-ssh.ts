/** What is done to hosts, over ssh: each operation has a way to its host of its own, and closes it. */
import { hostname, userInfo } from 'node:os'
import { failure } from '../contracts/diagnostic.js'
import { run } from '../process/run.js'
import { stateOf } from './agent/facts.js'
import { connect, type Host } from './connection/connect.js'
import { compareClosures } from './deploy/compare-closures.js'
import { copyClosure } from './deploy/copy-closure.js'
import { deployHost } from './deploy/deploy-host.js'
import { runRemote } from './deploy/remote.js'
import { openSession } from './deploy/session.js'
import type { HostContext, HostOperations, HostTarget } from './operations.js'

export const operationsOverSsh: HostOperations = {
  deploy: async (deployment, { approve, ...context }) =>
    await deployHost(deployment, {
      ...contextOf(context),
      ...(approve === undefined ? {} : { approve }),
    }),
  read: (target, context) => withHost(target, context, async host => stateOf(await factsOf(host, context))),
  copy: (target, closure, context) =>
    withHost(target, context, async host => {
      await factsOf(host, context)
      await copyClosure(host, closure, contextOf(context))
    }),
  rollback: async () => {
    throw failure('deploy-failed', 'not there yet')
  },
  resume: async () => {
    throw failure('deploy-failed', 'not there yet')
  },
  execute: (target, words, { input, ...context }) =>
    withHost(target, context, host =>
      runRemote(host, words, {
        way: 'first',
        root: true,
        ...(input === undefined ? {} : { input }),
        ...(context.signal === undefined ? {} : { signal: context.signal }),
      }),
    ),
  diff: (deployment, context) =>
    withHost(deployment, context, async host => {
      const state = stateOf(await factsOf(host, context))
      return await compareClosures(host, deployment, state, contextOf(context))
    }),
  keys: {
    push: async () => [],
    check: async () => [],
  },
  shell: async (target, context) => {
    const host = await connectTo(target, context)
    return { words: ['ssh', ...host.sshArguments], close: host.close }
  },
}

const contextOf = (context: HostContext) => ({
  ...context,
  run,
  env: process.env,
  owner: `${userName()}@${hostname()}`,
})

const userName = (): string => {
  try {
    return userInfo().username
  } catch {
    // A user that the system has no name for.
    return String(process.getuid?.() ?? 'somebody')
  }
}

const connectTo = ({ name, connection }: HostTarget, { emit }: HostContext): Promise<Host> =>
  connect(name, connection, {
    run,
    env: process.env,
    note: message => emit({ type: 'host_note', host: name, message }),
  })

const withHost = async <Value>(
  target: HostTarget,
  context: HostContext,
  body: (host: Host) => Promise<Value>,
): Promise<Value> => {
  const host = await connectTo(target, context)
  try {
    return await body(host)
  } finally {
    host.close()
  }
}

/** What the host says of itself; the agent is there then. */
const factsOf = async (host: Host, { signal }: HostContext) => {
  const session = await openSession(host, 'state', [], signal === undefined ? {} : { signal })
  await session.close()
  return session.facts
}
