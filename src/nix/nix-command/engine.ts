/** The `nix` engine: `nix eval --json`, one process a request. Works from Nix 2.8 on. */
import { failure, TerraneError } from '../../contracts/diagnostic.js'
import type { Run } from '../../process/runner.js'
import { inArgument } from '../argument-error.js'
import { textsOf } from '../eval/request.js'
import type { Evaluate, EvaluateRequest } from '../evaluate.js'
import { evaluationDiagnostic } from '../evaluation-error.js'
import { fromBytes } from '../syntax/bytes.js'
import { readLog } from './log.js'
import { jsonOutput } from './output.js'
import { readIfPossible } from './read-text.js'

export interface NixEngineOptions {
  readonly run: Run
  /** Called with what `builtins.trace` and `builtins.warn` print. */
  readonly onMessage?: (message: string) => void
  /** Called with what Nix itself warns of. */
  readonly onNotice?: (message: string) => void
}

/** Makes the engine. Its errors are `tool-missing` where there is no `nix`, else those of the evaluation. */
export const nixEngine =
  ({ run, onMessage, onNotice }: NixEngineOptions): Evaluate =>
  async request => {
    const texts = textsOf({ expressions: request.expressions })
    const result = await run('nix', argumentsOf(request), {
      cwd: request.cwd,
      bytes: true,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    })
    const log = readLog(fromBytes(result.stderr), { texts, read: readIfPossible })
    for (const message of [...log.warnings, ...(result.status === 0 ? log.messages : [])])
      onMessage?.(message)
    for (const notice of log.notices) onNotice?.(notice)
    if (result.status === 0) return jsonOutput(result.stdout)
    if (log.error === undefined)
      throw failure('nix-evaluation', `nix eval failed with exit status ${result.status}`, {
        notes: log.messages,
      })
    const diagnostic = evaluationDiagnostic(log.error, {
      isForeign: file => (request.foreign ?? []).some(folder => file.startsWith(`${folder}/`)),
      showTrace: request.showTrace ?? false,
      read: readIfPossible,
    })
    throw new TerraneError(inArgument(diagnostic, request.expressions), { texts })
  }

const argumentsOf = (request: EvaluateRequest): readonly string[] => [
  'eval',
  request.textAttribute === undefined ? '--json' : '--raw',
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
  request.textAttribute ?? request.attribute,
]
