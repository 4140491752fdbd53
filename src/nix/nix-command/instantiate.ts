/** Values printed by the real Nix: `nix-instantiate --eval --strict`, and `nix eval --raw` for a text without quotes. */
import { readFileSync } from 'node:fs'
import { failure, TerraneError } from '../../contracts/diagnostic.js'
import type { Run } from '../../process/runner.js'
import { inArgument } from '../argument-error.js'
import type { RunRequest } from '../eval/strict-run.js'
import { evaluationDiagnostic } from '../evaluation-error.js'
import { readLog } from './log.js'

export interface InstantiateOptions {
  readonly run: Run
  readonly pure: boolean
  /** Where `builtins.trace` and `builtins.warn` go. */
  readonly print: (line: string) => void
}

/**
 * Prints a value as the embedded engine's `runEmbedded` does: only XML ends with a line break. Throws `tool-missing` where
 * there is no Nix, else the errors of the evaluation.
 */
export const instantiate = async (request: RunRequest, options: InstantiateOptions): Promise<string> => {
  const [program, args] = request.format === 'raw' ? raw(request) : printing(request)
  const { status, stdout, stderr } = await options.run(program, [...args, ...shared(request, options)], {
    cwd: request.cwd,
  })
  const log = readLog(stderr)
  for (const warning of log.warnings) options.print(`warning: ${warning}`)
  if (status === 0) {
    for (const message of log.messages) options.print(message)
    return trimmed(stdout, request.format)
  }
  if (log.error === undefined)
    throw failure('nix-evaluation', `${program} failed with exit status ${status}`, { notes: log.messages })
  const view = { isForeign: () => false, showTrace: request.showTrace ?? false, read: readIfPossible }
  throw new TerraneError(inArgument(evaluationDiagnostic(log.error, view), request.expressions))
}

/** Versions differ in how many line breaks end XML. */
const trimmed = (stdout: string, format: RunRequest['format']): string => {
  if (format === 'raw') return stdout
  return format === 'xml' ? `${stdout.trimEnd()}\n` : stdout.replace(/\n$/, '')
}

type Command = readonly [program: string, args: readonly string[]]

const printing = ({ root, format, attribute }: RunRequest): Command => [
  'nix-instantiate',
  [
    '--eval',
    '--strict',
    ...(format === 'json' ? ['--json'] : []),
    ...(format === 'xml' ? ['--xml', '--no-location'] : []),
    ...(attribute === '' ? [] : ['-A', attribute]),
    ...('file' in root ? [root.file] : ['--expr', root.expression]),
  ],
]

const raw = ({ root, attribute }: RunRequest): Command => [
  'nix',
  [
    'eval',
    '--raw',
    '--impure',
    '--extra-experimental-features',
    'nix-command',
    ...('file' in root ? ['--file', root.file] : ['--expr', root.expression]),
    ...(attribute === '' ? [] : [attribute]),
  ],
]

const shared = (request: RunRequest, { pure }: InstantiateOptions): readonly string[] => [
  '--log-format',
  'internal-json',
  '--show-trace',
  ...(pure ? ['--option', 'pure-eval', 'true'] : []),
  ...request.searchPath.flatMap(entry => ['-I', entry]),
  ...Object.entries(request.strings).flatMap(([name, value]) => ['--argstr', name, value]),
  ...Object.entries(request.expressions).flatMap(([name, expression]) => ['--arg', name, expression]),
]

const readIfPossible = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
