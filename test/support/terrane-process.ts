/** The command as a process of its own, with the compile of the tests: what `terrane-as-process.ts` bundles and starts. */
import { runCommandLine } from '../../src/cli/command-line.js'
import { processTerminal } from '../../src/cli/terminal.js'
import { compileFromJson } from './document-compile.js'

process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal(), {
  compile: async () => compileFromJson,
})
