import { failure } from '../../contracts/diagnostic.js'
import { eachHost, tellFailures } from '../../project/deploy/each-host.js'
import { connectionTo } from '../../project/deploy/hosts-of-project.js'
import type { CommandModule } from '../command.js'
import { addSelection } from '../fleet-options.js'
import { type HostFlags, lookAtHosts } from '../hosts-command.js'
import { addBinaryOptions, addEntryOptions, addFirstCompileOptions, positive } from '../options.js'
import { printable } from '../render/printable.js'
import { statusOfAnswers } from '../some-hosts.js'

/** Runs a program on hosts, as root. Its words are not read by a shell, neither here nor there. */
export const command: CommandModule<HostFlags & { readonly parallel: number }> = {
  configure: command => {
    addSelection(addFirstCompileOptions(addBinaryOptions(addEntryOptions(command))))
      .argument('[words...]', 'the program and its arguments')
      .option('--parallel <number>', 'on how many hosts at once', positive, 10)
      .usage('[options] -- <words...>')
      .addHelpText('after', '\nExample: terrane exec --on web -- systemctl status nginx')
  },
  run: async invocation => {
    const { positionals: words, flags, terminal, common } = invocation
    if (words.length === 0)
      throw failure('usage', 'nothing is said to the hosts', { hint: 'as in: terrane exec -- uptime' })
    return await lookAtHosts('exec', invocation, async ({ names, hosts, operations, progress }) => {
      const answers = await eachHost(names, flags.parallel, async name => {
        const target = { name, connection: connectionTo(name, hosts) }
        const result = await operations.execute(target, words, { emit: progress.emit })
        progress.pause()
        if (common.json) progress.emit({ type: 'host_executed', host: name, ...result })
        else {
          terminal.out(prefixed(name, names.length, result.stdout))
          terminal.err(prefixed(name, names.length, result.stderr))
        }
        if (result.status !== 0)
          throw failure(
            'deploy-failed',
            `'${words[0]}' has failed on ${name} with exit status ${result.status}`,
          )
      })
      tellFailures(answers, progress.emit)
      return statusOfAnswers(answers)
    })
  },
}

/** Of several hosts each line says of which it is. */
const prefixed = (host: string, count: number, text: string): string =>
  count === 1 || text === ''
    ? text
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map(line => `${host}> ${printable(line)}\n`)
        .join('')
