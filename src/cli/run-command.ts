/** One command: its options parsed by commander, then run. */
import { Command, CommanderError } from 'commander'
import { failure } from '../contracts/diagnostic.js'
import { type ExitStatus, exitStatus } from '../contracts/exit-status.js'
import type { CommandModule } from './command.js'
import { addCommonOptions, readCommonOptions } from './options.js'
import { joinPairs } from './pair-options.js'
import type { Terminal } from './terminal.js'
import type { Tools } from './tools.js'

/** Parses and runs. Throws `usage`, and what the command throws. */
export const runCommand = async (
  name: string,
  summary: string,
  definition: CommandModule<never>,
  args: readonly string[],
  terminal: Terminal,
  tools: Tools,
): Promise<ExitStatus> => {
  const command = new Command(`terrane ${name}`).description(summary)
  definition.configure(command)
  addCommonOptions(command)
    .helpOption('-h, --help', 'show this help')
    .configureHelp({ helpWidth: Math.min(terminal.columns(), 110) })
    .configureOutput({ writeOut: terminal.out, writeErr: () => {} })
    .exitOverride()
  try {
    command.parse([...joinPairs(args)], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.code === 'commander.helpDisplayed') return exitStatus.ok
    throw usageError(name, error)
  }
  const flags = command.opts()
  return await definition.run({
    positionals: command.args,
    common: readCommonOptions(flags),
    flags: flags as never,
    terminal,
    tools,
  })
}

/** Commander's messages, in the form of ours: no capital, no full stop, its suggestion as the hint. */
const usageError = (name: string, error: CommanderError) => {
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n')
  const similar = /^\(Did you mean (.*)\?\)$/.exec(suggestion ?? '')?.[1]
  return failure('usage', message.replace(/\.$/, ''), {
    hint: similar === undefined ? `terrane ${name} --help shows the options` : `did you mean ${similar}?`,
  })
}
