/** The process around `runCommandLine`. */
import { runCommandLine } from './command-line.js'
import { goesToJournal, journalTerminal } from './journal.js'
import { processTerminal } from './terminal.js'

/** Runs the command that this process was started with, and leaves its exit status. Never throws. */
export const main = async (): Promise<void> => {
  const terminal = processTerminal()
  process.exitCode = await runCommandLine(
    process.argv.slice(2),
    goesToJournal() ? journalTerminal(terminal) : terminal,
  )
}
