/** What is done to hosts, over ssh: each operation has a way to its host of its own, and closes it. */
import { hostname, userInfo } from 'node:os'
import { failure } from '../contracts/diagnostic.js'
import { run } from '../process/run.js'
import { runTelling } from '../process/run-telling.js'
import { type Facts, stateOf } from './agent/facts.js'
import { installAnywhere } from './bootstrap/nixos-anywhere.js'
import { probeMachine } from './bootstrap/probe.js'
import { connect, type Host } from './connection/connect.js'
import { compareClosures } from './deploy/compare-closures.js'
import { copyClosure } from './deploy/copy-closure.js'
import { deployHost } from './deploy/deploy-host.js'
import { checkKeys, execOnHost, readHost, withHost } from './deploy/on-host.js'
import { resumeHost } from './deploy/resume-host.js'
import { rollbackHost } from './deploy/rollback-host.js'
import { openSession } from './deploy/session.js'
import type { HostDeployment } from './deployment.js'
import type { DeployContext, HostContext, HostOperations, HostTarget } from './operations.js'

export const operationsOverSsh: HostOperations = {
  deploy: (deployment, context) => deployHost(deployment, deployContext(context)),
  read: ({ name, connection }, context) => readHost(name, connection, hostContext(name, context)),
  probe: ({ name, connection }, context) => probeMachine(name, connection, hostContext(name, context)),
  install: ({ name, connection }, installation, context) =>
    installAnywhere(
      name,
      connection,
      { ...installation, onLine: line => context.emit({ type: 'host_output', host: name, line }) },
      { ...hostContext(name, context), runTelling },
    ),
  copy: (target, path, context) =>
    withSession(target, context, host => copyClosure(host, path, deployContext(context))),
  rollback: (deployment, to, context) => rollbackHost(deployment, deployContext(context), to),
  resume: (deployment, context) => resumeHost(deployment, deployContext(context)),
  execute: ({ name, connection }, words, { input, ...context }) =>
    execOnHost(name, connection, words, hostContext(name, context), {
      root: true,
      ...(input === undefined ? {} : { input }),
      ...optionalSignal(context),
    }),
  diff: (deployment, context) =>
    withSession(deployment, context, (host, facts) =>
      compareClosures(host, deployment, stateOf(facts), deployContext(context)),
    ),
  keys: {
    push: pushKeys,
    check: ({ name, connection, keys }, context) =>
      checkKeys(name, connection, keys, hostContext(name, context)),
  },
  shell: async ({ name, connection }, context) => {
    const host = await connect(name, connection, hostContext(name, context))
    return { words: ['ssh', ...host.sshArguments], close: host.close }
  },
}

const deployContext = (context: DeployContext) => ({ ...context, run, env: process.env, owner: owner() })

const hostContext = (name: string, context: HostContext) => ({
  run,
  env: process.env,
  note: (message: string) => context.emit({ type: 'host_note', host: name, message }),
  ...optionalSignal(context),
})

const optionalSignal = ({ signal }: HostContext) => (signal === undefined ? {} : { signal })

/** Whom the lock on a host names. */
const owner = (): string => {
  try {
    return `${userInfo().username}@${hostname()}`
  } catch {
    // A user that the system has no name for.
    return `${process.getuid?.() ?? 'somebody'}@${hostname()}`
  }
}

/** Runs `body` while a session is open, whose connection its requests share. */
const withSession = <Value>(
  { name, connection }: HostTarget,
  context: HostContext,
  body: (host: Host, facts: Facts) => Promise<Value>,
): Promise<Value> =>
  withHost(name, connection, hostContext(name, context), async host => {
    const session = await openSession(host, 'state', [], optionalSignal(context))
    try {
      return await body(host, session.facts)
    } finally {
      await session.close()
    }
  })

/**
 * Puts keys on a host whatever it runs: a deployment of that system, in which nothing else can change, under the same lock
 * and with the same way back. Throws `deploy-failed`.
 */
async function pushKeys(deployment: HostDeployment, context: HostContext): Promise<readonly string[]> {
  const { name, connection } = deployment
  const { current } = await readHost(name, connection, hostContext(name, context))
  if (current === undefined) throw failure('host-request', `${name} does not say what it runs`)
  // `test`: what runs is in place, whatever the profile says.
  const { outcome, keysChanged, reason, hint } = await deployHost(
    { ...deployment, closure: current, built: 'target', action: 'test', reboot: false },
    deployContext(context),
  )
  if (outcome === 'unchanged') return keysChanged
  throw failure('deploy-failed', `the keys of ${name} were not pushed: ${reason ?? outcome}`, {
    ...(hint === undefined ? {} : { hint }),
  })
}
