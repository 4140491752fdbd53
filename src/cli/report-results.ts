/** For commands whose hosts each end with a result. */
import type { ExitStatus } from '../contracts/exit-status.js'
import { exitStatus } from '../contracts/exit-status.js'
import type { HostDeployment, HostResult } from '../nixos/deployment.js'
import { fleetStatus } from '../nixos/fleet/fleet.js'
import { deploymentOf } from '../project/deploy/deploy-hosts.js'
import { eachHost, tellFailures } from '../project/deploy/each-host.js'
import { connectionTo } from '../project/deploy/hosts-of-project.js'
import type { Invocation } from './command.js'
import type { WithHosts } from './hosts-command.js'
import { paint } from './render/colour.js'
import { renderDeployReport } from './render/deploy-report.js'
import { statusOfAnswers } from './some-hosts.js'

/** Stands for a system where there is none to be deployed. */
export const noSystem = `/nix/store/${'0'.repeat(32)}-none`

/** Does something with hosts as they are, without a new system; prints what has become of each. */
export const reportResults = async (
  { names, hosts, progress, signal }: WithHosts,
  parallel: number,
  { terminal, common }: Pick<Invocation, 'terminal' | 'common'>,
  body: (deployment: HostDeployment) => Promise<HostResult>,
  systems: Readonly<Record<string, string>> = {},
): Promise<ExitStatus> => {
  const answers = await eachHost(names, parallel, name => {
    const known = { connection: connectionTo(name, hosts), keys: [], closure: systems[name] ?? noSystem }
    return body(deploymentOf(name, { action: 'switch', reboot: false }, hosts, known))
  })
  tellFailures(answers, progress.emit)
  const entries = answers.map(({ name, value, error }) =>
    value === undefined ? { name, skipped: error?.message ?? '' } : { name, result: value },
  )
  progress.pause()
  const style = paint(common.colour && terminal.outColour)
  if (!common.json) terminal.out(renderDeployReport(entries, { style, verbose: common.verbose }))
  if (signal?.aborted) return exitStatus.interrupted
  return answers.every(({ error }) => error !== undefined) ? statusOfAnswers(answers) : fleetStatus(entries)
}
