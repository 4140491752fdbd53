/** The process around `runCommandLine`. */
import { runCommandLine } from './command-line.js'
import { processTerminal } from './terminal.js'

/** Runs the command that this process was started with, and leaves its exit status. Never throws. */
export const main = async (): Promise<void> => {
  process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal())
}
