/** From arguments to an exit status: finds the command, runs it, prints what went wrong. */
import { exitStatusOf } from '../contracts/codes.js'
import { type Diagnostic, failure, TerraneError, type Texts } from '../contracts/diagnostic.js'
import { type ExitStatus, exitStatus } from '../contracts/exit-status.js'
import { nearest } from '../contracts/nearest.js'
import { commandTable } from './command-table.js'
import { overview } from './overview.js'
import { printDiagnostic } from './print-diagnostic.js'
import type { Terminal } from './terminal.js'
import { tools as realTools, type Tools } from './tools.js'

/** Runs `terrane ARGS`. Never throws: a bug, too, becomes a message and exit status 70. */
export const runCommandLine = async (
  args: readonly string[],
  terminal: Terminal,
  tools: Tools = realTools,
): Promise<ExitStatus> => {
  const print = (diagnostic: Diagnostic, texts: Texts) =>
    printDiagnostic(diagnostic, terminal, {
      texts,
      format: diagnosticsFormat(args),
      colour: terminal.errColour && !args.includes('--no-color'),
    })
  try {
    const status = await dispatch(args, terminal, tools)
    await terminal.flush()
    return status
  } catch (error) {
    if (error instanceof TerraneError) {
      for (const diagnostic of error.diagnostics) print(diagnostic, error.texts)
      return exitStatusOf(error.diagnostics[0].code)
    }
    terminal.err(bugReport(error))
    return exitStatus.bug
  }
}

const dispatch = async (args: readonly string[], terminal: Terminal, tools: Tools): Promise<ExitStatus> => {
  const [name, ...rest] = args
  if (name === undefined) {
    terminal.err(overview())
    return exitStatus.usage
  }
  if (name === '--version' || name === '-V') {
    const { version } = await import('./version.js')
    terminal.out(`terrane ${version}\n`)
    return exitStatus.ok
  }
  if (name === '--help' || name === '-h') {
    terminal.out(overview())
    return exitStatus.ok
  }
  if (name === 'help')
    return await dispatch(rest[0] === undefined ? ['--help'] : [rest[0], '--help'], terminal, tools)
  const row = Object.hasOwn(commandTable, name) ? commandTable[name] : undefined
  if (row === undefined) throw unknownCommand(name)
  const [{ runCommand }, { command }] = await Promise.all([import('./run-command.js'), row.load()])
  return await runCommand(name, row.summary, command, rest, terminal, tools)
}

const unknownCommand = (name: string) => {
  if (name.startsWith('-')) {
    return failure('usage', `the first argument is a command, not '${name}'`, {
      hint: 'options stand after it, as in: terrane plan -f infra.nix',
    })
  }
  const names = Object.keys(commandTable)
  const similar = nearest(name, names)
  return failure('usage', `there is no command '${name}'`, {
    hint:
      similar === undefined ? `the commands are ${names.join(', ')}` : `did you mean 'terrane ${similar}'?`,
  })
}

/** Read before commander does: its own errors are printed that way too. */
const diagnosticsFormat = (args: readonly string[]): 'text' | 'json' => {
  const index = args.indexOf('--diagnostics')
  return args.includes('--diagnostics=json') || (index >= 0 && args[index + 1] === 'json') ? 'json' : 'text'
}

const bugReport = (error: unknown): string =>
  [
    'terrane has failed in a way that it should not: this is a bug in terrane.',
    'Please report it with the lines below and what you ran.',
    '',
    error instanceof Error ? (error.stack ?? error.message) : String(error),
    '',
  ].join('\n')
