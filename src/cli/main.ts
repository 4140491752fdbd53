#!/usr/bin/env node
/** The command's entry point: the process around `runCommandLine`. */
import { runCommandLine } from './command-line.js'
import { processTerminal } from './terminal.js'

const terminal = processTerminal()
process.exitCode = await runCommandLine(process.argv.slice(2), terminal)
