import { failure } from '../../contracts/diagnostic.js'
import { deploymentOf, keysOf } from '../../project/deploy/deploy-hosts.js'
import { eachHost, tellFailures } from '../../project/deploy/each-host.js'
import { connectionTo } from '../../project/deploy/hosts-of-project.js'
import type { CommandModule } from '../command.js'
import { addSelection } from '../fleet-options.js'
import { changeHosts, type HostFlags, type WithHosts } from '../hosts-command.js'
import { addBinaryOptions, addCompileOptions, positive } from '../options.js'
import { noSystem } from '../report-results.js'
import { statusOfAnswers } from '../some-hosts.js'

/** Secrets alone, without a new system: those that have changed, or whether any has. */
export const command: CommandModule<HostFlags & { readonly parallel: number }> = {
  configure: command => {
    addSelection(addBinaryOptions(addCompileOptions(command)))
      .argument('<what>', 'push: put the keys there that are others there; check: only say which')
      .option('--parallel <number>', 'how many hosts are worked on at once', positive, 10)
      .addHelpText('after', '\nExample: terrane keys check --on web')
  },
  run: async invocation => {
    const [what] = invocation.positionals
    if (what !== 'push' && what !== 'check')
      throw failure('usage', `terrane keys does 'push' or 'check', and not '${what}'`)
    return await changeHosts('keys', invocation, async given => {
      const { names, progress } = given
      const answers = await eachHost(names, invocation.flags.parallel, name => compareKeys(name, what, given))
      progress.pause()
      for (const { name, value } of answers) {
        if (value === undefined) continue
        if (invocation.common.json)
          progress.emit({ type: 'host_keys', host: name, action: what, keys: value })
        else invocation.terminal.out(`${name}: ${sentence(what, value)}\n`)
      }
      tellFailures(answers, progress.emit)
      return statusOfAnswers(answers)
    })
  },
}

const compareKeys = async (
  name: string,
  what: 'push' | 'check',
  { hosts, operations, progress, signal }: WithHosts,
): Promise<readonly string[]> => {
  const connection = connectionTo(name, hosts)
  const keys = await keysOf(name, hosts, signal)
  const deployment = deploymentOf(name, { reboot: false }, hosts, { connection, keys, closure: noSystem })
  return await operations.keys[what](deployment, {
    emit: progress.emit,
    ...(signal === undefined ? {} : { signal }),
  })
}

const sentence = (what: 'push' | 'check', keys: readonly string[]): string => {
  if (keys.length === 0) return 'all keys are there as they should be'
  return what === 'push' ? `changed ${keys.join(', ')}` : `missing, or others there: ${keys.join(', ')}`
}
