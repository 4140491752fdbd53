/** The `nix` engine: `nix eval --json`, one process a request. Works from Nix 2.8 on. */
import { readFileSync } from 'node:fs'
import { failure, TerraneError } from '../../contracts/diagnostic.js'
import type { Run } from '../../process/runner.js'
import { inArgument } from '../argument-error.js'
import type { Evaluate, EvaluateRequest, Json } from '../evaluate.js'
import { evaluationDiagnostic } from '../evaluation-error.js'
import { readLog } from './log.js'

export interface NixEngineOptions {
  readonly run: Run
  /** Called with what `builtins.trace` and `builtins.warn` print. */
  readonly onMessage?: (message: string) => void
}

/** Makes the engine. Its errors are `tool-missing` where there is no `nix`, else those of the evaluation. */
export const nixEngine =
  ({ run, onMessage }: NixEngineOptions): Evaluate =>
  async request => {
    const result = await run('nix', argumentsOf(request), {
      cwd: request.cwd,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    })
    const log = readLog(result.stderr)
    for (const message of [...log.warnings, ...(result.status === 0 ? log.messages : [])])
      onMessage?.(message)
    if (result.status === 0) return JSON.parse(result.stdout) as Json
    if (log.error === undefined)
      throw failure('nix-evaluation', `nix eval failed with exit status ${result.status}`, {
        notes: log.messages,
      })
    const diagnostic = evaluationDiagnostic(log.error, {
      isForeign: file => (request.foreign ?? []).some(folder => file.startsWith(`${folder}/`)),
      showTrace: request.showTrace ?? false,
      read: readIfPossible,
    })
    throw new TerraneError(inArgument(diagnostic, request.expressions))
  }

const argumentsOf = (request: EvaluateRequest): readonly string[] => [
  'eval',
  '--json',
  '--impure',
  ...(request.readOnly ? ['--read-only'] : []),
  '--extra-experimental-features',
  request.flakes ? 'nix-command flakes' : 'nix-command',
  '--log-format',
  'internal-json',
  // Always: the trace tells which option and which argument; what of it is shown is decided later.
  '--show-trace',
  ...request.searchPath.flatMap(entry => ['-I', entry]),
  '--file',
  request.file,
  ...Object.entries(request.strings).flatMap(([name, value]) => ['--argstr', name, value]),
  ...Object.entries(request.expressions).flatMap(([name, expression]) => ['--arg', name, expression]),
  request.attribute,
]

const readIfPossible = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
