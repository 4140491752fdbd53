/** A deployment on the terminal: asked about, told of while it goes on, and reported. */
import { failure } from '../contracts/diagnostic.js'
import type { ExitStatus } from '../contracts/exit-status.js'
import { exitStatus } from '../contracts/exit-status.js'
import { fleetStatus } from '../nixos/fleet/fleet.js'
import type { FleetEntry } from '../nixos/fleet/report.js'
import { deployPhase } from '../project/deploy/after-apply.js'
import type { DeployOptions, DeploySurroundings } from '../project/deploy/deploy-hosts.js'
import type { Invocation } from './command.js'
import type { WithHosts } from './hosts-command.js'
import { paint } from './render/colour.js'
import { renderDeployReport } from './render/deploy-report.js'
import { statusOfDeployment } from './some-hosts.js'

/** Deploys hosts, and prints what has become of them. Returns the status that says all, some or none. */
export const deployFleet = async (
  { names, hosts, operations, progress, signal, leave, evaluated }: WithHosts,
  options: DeployOptions,
  invocation: Pick<Invocation, 'terminal' | 'common'>,
  { autoApprove }: { readonly autoApprove: boolean },
): Promise<ExitStatus> => {
  const { emit } = progress
  if (names.length === 0) return exitStatus.ok
  const entries = await deployPhase(names, options, hosts, {
    operations,
    emit,
    ...(evaluated === undefined ? {} : { evaluated }),
    ...(signal === undefined ? {} : { signal }),
    ...(leave === undefined ? {} : { leave }),
    ...(autoApprove ? {} : approvals(invocation, progress, signal)),
  })
  const status = showDeployed(entries, invocation, progress, signal)
  return status === exitStatus.failed ? statusOfDeployment(entries) : status
}

/** Prints what has become of hosts, if there were any; the status of all, some or none. */
export const showDeployed = (
  entries: readonly FleetEntry[],
  { terminal, common }: Pick<Invocation, 'terminal' | 'common'>,
  progress: WithHosts['progress'],
  signal: AbortSignal | undefined,
): ExitStatus => {
  if (entries.length === 0) return exitStatus.ok
  progress.pause()
  const style = paint(common.colour && terminal.outColour)
  if (!common.json) terminal.out(renderDeployReport(entries, { style, verbose: common.verbose }))
  return signal?.aborted ? exitStatus.interrupted : fleetStatus(entries)
}

/** Throws `no-terminal` (with `--json`: `usage`) when nobody can be asked. */
export const refuseUnasked = (
  name: string,
  { terminal, common }: Pick<Invocation, 'terminal' | 'common'>,
  autoApprove: boolean,
): void => {
  if (autoApprove) return
  if (common.json)
    throw failure('usage', `terrane ${name} --json shows nothing that somebody could approve`, {
      hint: 'leave --json out to be asked, or give --auto-approve',
    })
  if (!terminal.canAsk)
    throw failure(
      'no-terminal',
      `terrane ${name} asks before it changes a host, and there is no terminal to ask on`,
      {
        hint: `look at terrane ${name} --dry-run first, then give --auto-approve`,
      },
    )
}

type Asking = Pick<Invocation, 'terminal' | 'common'>

/** Asks for one host at a time, whatever else is going on; `all` answers for all that come. */
export const approval = (
  invocation: Asking,
  progress: WithHosts['progress'],
  signal: AbortSignal | undefined,
  verb: 'Deploy' | 'Roll back',
  ask = oneAtATime(invocation, progress, signal),
) => {
  let all = false
  return (host: string) => (): Promise<boolean> =>
    ask(async question => {
      if (all) return true
      const answer = await question(`${verb} ${host}? 'yes', 'no', or 'all' for this and the others: `)
      all = answer === 'all'
      return all || answer === 'yes'
    })
}

/** What is asked before a deployment. That disks are erased is asked of each host: no `all` is meant for it. */
export const approvals = (
  invocation: Asking,
  progress: WithHosts['progress'],
  signal: AbortSignal | undefined,
): Pick<DeploySurroundings, 'approve' | 'approveErasing'> => {
  const ask = oneAtATime(invocation, progress, signal)
  return {
    approve: approval(invocation, progress, signal, 'Deploy', ask),
    approveErasing: (host, system) =>
      ask(async question => {
        const answer = await question(
          `${host} is ${system}. Install NixOS on it? ALL ITS DISKS ARE ERASED, whatever is on them. Only 'yes' is taken: `,
        )
        return answer === 'yes'
      }),
  }
}

/** Questions wait for each other; the live line makes room for them. */
const oneAtATime = (
  { terminal }: Asking,
  progress: WithHosts['progress'],
  signal: AbortSignal | undefined,
) => {
  const question = async (text: string): Promise<string | undefined> => {
    progress.pause()
    return (await terminal.ask(`\n${text}`, signal))?.trim()
  }
  let last: Promise<unknown> = Promise.resolve()
  return (body: (ask: typeof question) => Promise<boolean>): Promise<boolean> => {
    const asked = last.then(() => body(question))
    last = asked.catch(() => {})
    return asked
  }
}
