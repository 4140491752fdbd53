import { TerraneError } from '../../contracts/diagnostic.js'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { readCredentials } from '../../project/provision/credentials.js'
import { provision, provisionStatus } from '../../project/provision/provision.js'
import type { Provisioned } from '../../project/provision/report.js'
import type { CommandModule, Invocation } from '../command.js'
import { driveOptions } from '../drive-command.js'
import { notifyStatus } from '../notify-status.js'
import {
  addProvisionOptions,
  credentialsOf,
  deploymentOptions,
  type OwnOptions,
  type ProvisionFlags,
  provisionedProject,
  readProvisionOptions,
} from '../provision-options.js'
import { actionWords } from '../render/actions.js'
import type { Progress } from '../render/progress.js'
import { reporting } from '../reporting.js'

/** What a service runs: nobody is asked, and nothing is destroyed that was not allowed to be. */
export const command: CommandModule<ProvisionFlags> = {
  configure: addProvisionOptions,
  run: async invocation => {
    const project = provisionedProject(invocation)
    const options = readProvisionOptions(invocation)
    const credentials = credentialsOf(invocation.flags)
    const deployment = deploymentOptions(invocation)
    return await reporting(invocation, async progress => {
      const told = telling(invocation, progress)
      const prepared = async () => {
        Object.assign(process.env, readCredentials(credentials, process.env))
        return await project(told)
      }
      try {
        const provisioned = await provision(prepared, {
          ...driveOptions(invocation, told),
          ...options,
          ...deployment,
        })
        return showResult(invocation, told, provisioned, options)
      } catch (error) {
        // Its statuses are not quite those of other commands.
        if (!(error instanceof TerraneError) || provisionStatus(error) !== exitStatus.busy) throw error
        for (const diagnostic of error.diagnostics) told.emit({ type: 'diagnostic', diagnostic })
        return exitStatus.busy
      }
    })
  },
}

/** A log has a line for each change that is planned. What changes in it is in the report, which is not for everyone. */
const telling = ({ terminal, common }: Invocation<ProvisionFlags>, progress: Progress): Progress => {
  const notify = notifyStatus(process.env)
  return {
    ...progress,
    emit: event => {
      notify(event)
      progress.emit(event)
      if (common.json || event.type !== 'planned_change') return
      progress.pause()
      terminal.err(`plan: ${actionWords[event.action].plan} ${event.address}\n`)
    },
  }
}

const showResult = (
  { terminal, common }: Invocation<ProvisionFlags>,
  progress: Progress,
  { outcome, counts, hosts = [] }: Provisioned,
  { name }: OwnOptions,
): ExitStatus => {
  progress.pause()
  if (common.json) return exitStatus.ok
  const { add, change, destroy } = counts
  terminal.out(
    outcome === 'unchanged' || outcome === 'deployed'
      ? `${name}: nothing to change.\n`
      : outcome === 'planned'
        ? `${name}: ${add} to add, ${change} to change, ${destroy} to destroy; nothing was applied.\n`
        : `${name}: ${add} added, ${change} changed, ${destroy} destroyed.\n`,
  )
  for (const { name: host, outcome: became } of hosts)
    terminal.out(`${name}: the host ${host} is ${became.replace('-', ' ')}.\n`)
  return exitStatus.ok
}
