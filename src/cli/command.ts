/** What a file in `commands/` exports as `command`. */
import type { Command } from 'commander'
import type { ExitStatus } from '../contracts/exit-status.js'
import type { CommonOptions } from './options.js'
import type { Terminal } from './terminal.js'
import type { Tools } from './tools.js'

export interface CommandModule<Flags = Record<string, unknown>> {
  /** Declares arguments and options, beyond the common ones. */
  readonly configure: (command: Command) => void
  /** Does the work; a failure is a TerraneError. */
  readonly run: (invocation: Invocation<Flags>) => Promise<ExitStatus>
}

export interface Invocation<Flags = Record<string, unknown>> {
  /** Arguments that are not options. */
  readonly positionals: readonly string[]
  readonly common: CommonOptions
  /** The command's own options, by commander's names. */
  readonly flags: Flags
  readonly terminal: Terminal
  readonly tools: Tools
}
