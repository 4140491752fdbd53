/**
 * As much of `nix-instantiate --eval` as nixpkgs' suites need, on the embedded evaluator: what a suite finds on its PATH
 * under that name.
 */
import { resolve } from 'node:path'
import { TerraneError } from '../../../src/contracts/diagnostic.js'
import { runEmbedded } from '../../../src/nix/embedded.js'
import type { RunRequest } from '../../../src/nix/eval/request.js'

/** Options that say how Nix runs and not what it prints, with the number of their values. */
const ignored: Readonly<Record<string, number>> = {
  '--eval': 0,
  '--eval-only': 0,
  '--read-write-mode': 0,
  '--show-trace': 0,
  '--timeout': 1,
}

const requestOf = (args: readonly string[]): RunRequest => {
  let root: RunRequest['root'] | undefined
  let attribute = ''
  let format: RunRequest['format'] = 'nix'
  let strict = false
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!
    const values = ignored[arg]
    if (values !== undefined) index += values
    else if (arg === '--option') {
      // The setting's other name.
      if (args[index + 1] === 'abort-on-warn' && args[index + 2] === 'true')
        process.env.NIX_ABORT_ON_WARN = '1'
      index += 2
    } else if (arg === '--json') format = 'json'
    else if (arg === '--strict') strict = true
    else if (arg === '-A') attribute = args[++index]!
    else if (arg === '-E') root = { expression: args[++index]! }
    else if (arg.startsWith('-')) throw new Error(`unknown option ${arg}`)
    else root = { file: resolve(arg) }
  }
  if (root === undefined) throw new Error('nothing to evaluate')
  return {
    root,
    attribute,
    format,
    lazy: !strict,
    strings: {},
    expressions: {},
    searchPath: [],
    cwd: process.cwd(),
    showTrace: true,
  }
}

try {
  const { text } = await runEmbedded(requestOf(process.argv.slice(2)))
  process.stdout.write(`${text}\n`)
} catch (error) {
  if (!(error instanceof TerraneError)) throw error
  for (const { message, notes = [], hint } of error.diagnostics)
    process.stderr.write(
      `${[`error: ${message}`, ...notes, ...(hint === undefined ? [] : [hint])].join('\n')}\n`,
    )
  process.exitCode = 1
}
