/** A deployment on the terminal: asked about, told of while it goes on, and reported. */
import { failure } from '../contracts/diagnostic.js'
import type { ExitStatus } from '../contracts/exit-status.js'
import { exitStatus } from '../contracts/exit-status.js'
import { fleetStatus } from '../nixos/fleet/fleet.js'
import type { FleetEntry } from '../nixos/fleet/report.js'
import { deployPhase } from '../project/deploy/after-apply.js'
import type { DeployOptions } from '../project/deploy/deploy-hosts.js'
import type { Invocation } from './command.js'
import type { WithHosts } from './hosts-command.js'
import { paint } from './render/colour.js'
import { renderDeployReport } from './render/deploy-report.js'

/** Deploys hosts, and prints what has become of them. Returns the status that says all, some or none. */
export const deployFleet = async (
  { names, hosts, operations, progress, signal, evaluated }: WithHosts,
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
    ...(autoApprove ? {} : { approve: approval(invocation, progress, signal, 'Deploy') }),
  })
  return showDeployed(entries, invocation, progress, signal)
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

/** Asks for one host at a time, whatever else is going on; `all` answers for all that come. */
export const approval = (
  { terminal }: Pick<Invocation, 'terminal' | 'common'>,
  progress: WithHosts['progress'],
  signal: AbortSignal | undefined,
  verb: 'Deploy' | 'Roll back',
) => {
  let all = false
  let last: Promise<unknown> = Promise.resolve()
  const ask = async (host: string): Promise<boolean> => {
    if (all) return true
    progress.pause()
    const answer = await terminal.ask(
      `\n${verb} ${host}? 'yes', 'no', or 'all' for this and the others: `,
      signal,
    )
    all = answer?.trim() === 'all'
    return all || answer?.trim() === 'yes'
  }
  return (host: string) => (): Promise<boolean> => {
    const asked = last.then(() => ask(host))
    last = asked.catch(() => {})
    return asked
  }
}
