import type { ExitStatus } from '../../contracts/exit-status.js'
import { eachHost, tellFailures } from '../../project/deploy/each-host.js'
import { addressOf, desiredSystems, type HostRow } from '../../project/deploy/host-table.js'
import { connectionTo } from '../../project/deploy/hosts-of-project.js'
import type { CommandModule, Invocation } from '../command.js'
import { addSelection } from '../fleet-options.js'
import { type HostFlags, lookAtHosts, type WithHosts } from '../hosts-command.js'
import { addBinaryOptions, addEntryOptions, addFirstCompileOptions, positive } from '../options.js'
import { paint } from '../render/colour.js'
import { renderHosts } from '../render/host-table.js'
import { statusOfAnswers } from '../some-hosts.js'

interface Flags extends HostFlags {
  readonly parallel: number
  /** False: `--no-evaluate`. */
  readonly evaluate: boolean
}

/** What runs where, read from the hosts themselves. */
export const command: CommandModule<Flags> = {
  configure: command => {
    addSelection(addFirstCompileOptions(addBinaryOptions(addEntryOptions(command))))
      .option('--parallel <number>', 'how many hosts are asked at once', positive, 10)
      .option('--no-evaluate', "don't say what the project wants each host to run")
      .addHelpText('after', '\nExample: terrane hosts --on tag:production')
  },
  run: async invocation => {
    // Standard output has the table and nothing else, also with --json.
    const quiet = { ...invocation, common: { ...invocation.common, json: false } }
    return await lookAtHosts('hosts', quiet, given => show(given, invocation))
  },
}

const show = async (
  given: WithHosts,
  { flags, terminal, common }: Invocation<Flags>,
): Promise<ExitStatus> => {
  const { names, hosts, operations, progress } = given
  const desired: Promise<Readonly<Record<string, string>>> = flags.evaluate
    ? desiredSystems(names, hosts)
    : Promise.resolve({})
  const answers = await eachHost(names, flags.parallel, async name =>
    operations.read({ name, connection: connectionTo(name, hosts) }, { emit: progress.emit }),
  )
  const systems = await desired
  const rows = answers.map(({ name, value: state, error }): HostRow => {
    const address = addressOf(name, hosts)
    return {
      name,
      ...(address === undefined ? {} : { address }),
      ...(state === undefined ? {} : { state }),
      ...(systems[name] === undefined ? {} : { desired: systems[name] }),
      ...(error === undefined ? {} : { error: error.message }),
    }
  })
  progress.pause()
  const style = paint(common.colour && terminal.outColour)
  terminal.out(common.json ? `${JSON.stringify({ hosts: rows }, null, 2)}\n` : renderHosts(rows, style))
  tellFailures(answers, progress.emit)
  return statusOfAnswers(answers)
}
