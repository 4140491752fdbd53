/** Values printed by the real Nix: `nix-instantiate --eval --strict`, and `nix eval --raw` for a text without quotes. */
import { failure, TerraneError } from '../../contracts/diagnostic.js'
import type { Run } from '../../process/runner.js'
import { inArgument } from '../argument-error.js'
import { type RunRequest, textsOf } from '../eval/request.js'
import type { Json } from '../evaluate.js'
import { evaluationDiagnostic } from '../evaluation-error.js'
import { fromBytes, toBytes } from '../syntax/bytes.js'
import { readLog } from './log.js'
import { type NamedText, refuseNullBytes } from './null-bytes.js'
import { jsonOutput, jsonText } from './output.js'
import { readIfPossible } from './read-text.js'

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
  const { program, args, read } = request.format === 'raw' ? raw(request) : printing(request)
  const texts = textsOf(request)
  const { status, stdout, stderr } = await options.run(program, [...args, ...shared(request, options)], {
    cwd: request.cwd,
    bytes: true,
    // Not as an argument: there `-1` would be an option.
    ...('file' in request.root ? {} : { input: request.root.expression }),
  })
  await refuseNullBytes([rootText(request)])
  const log = readLog(fromBytes(stderr), { texts, read: readIfPossible })
  for (const warning of [...log.warnings, ...log.notices]) options.print(`warning: ${warning}`)
  if (status === 0) {
    for (const message of log.messages) options.print(message)
    return read(stdout)
  }
  if (log.error === undefined)
    throw failure('nix-evaluation', `${program} failed with exit status ${status}`, { notes: log.messages })
  const view = {
    isForeign: (file: string) => (request.foreign ?? []).some(folder => file.startsWith(`${folder}/`)),
    showTrace: request.showTrace ?? false,
    read: (path: string) => texts[path] ?? readIfPossible(path),
  }
  throw new TerraneError(inArgument(evaluationDiagnostic(log.error, view), request.expressions), { texts })
}

const rootText = ({ root }: RunRequest): NamedText =>
  'file' in root ? { name: root.file } : { name: root.name ?? '«string»', text: toBytes(root.expression) }

interface Command {
  readonly program: string
  readonly args: readonly string[]
  /** From its output, a character a byte, to the text of the value. */
  readonly read: (stdout: string) => string
}

const withoutLineBreak = (text: string): string => text.replace(/\n$/, '')

const printing = ({ root, format, attribute }: RunRequest): Command => ({
  program: 'nix-instantiate',
  args: [
    '--eval',
    '--strict',
    ...(format === 'json' ? ['--json'] : []),
    ...(format === 'xml' ? ['--xml', '--no-location'] : []),
    ...(attribute === '' ? [] : ['-A', attribute]),
    'file' in root ? root.file : '-',
  ],
  read: stdout => {
    if (format === 'json') return withoutLineBreak(jsonText(stdout))
    // Versions differ in how many line breaks end XML.
    return format === 'xml' ? `${fromBytes(stdout).trimEnd()}\n` : withoutLineBreak(fromBytes(stdout))
  },
})

/** `nix-instantiate` calls a function at the end of the path with the arguments, if any are given; `nix eval` does not. */
const raw = (request: RunRequest): Command => {
  const { root, attribute, strings, expressions } = request
  if (Object.keys(strings).length + Object.keys(expressions).length > 0)
    return { ...printing({ ...request, format: 'json' }), read: textOfJson }
  return {
    program: 'nix',
    args: [
      'eval',
      '--raw',
      '--impure',
      '--extra-experimental-features',
      'nix-command',
      '--file',
      'file' in root ? root.file : '-',
      ...(attribute === '' ? [] : [attribute]),
    ],
    read: fromBytes,
  }
}

/** What `--raw` prints of a value that was printed as JSON. */
const textOfJson = (stdout: string): string => {
  const value = jsonOutput(stdout)
  if (typeof value === 'string') return value
  throw failure('nix-type', `cannot coerce ${described(value)} to a string`)
}

const described = (value: Json): string => {
  if (value === null) return 'null'
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a float'
  if (typeof value === 'boolean') return 'a Boolean'
  return Array.isArray(value) ? 'a list' : 'a set'
}

const shared = (request: RunRequest, { pure }: InstantiateOptions): readonly string[] => [
  '--log-format',
  'internal-json',
  '--show-trace',
  ...(request.flakes ? ['--extra-experimental-features', 'flakes'] : []),
  ...(pure ? ['--option', 'pure-eval', 'true'] : []),
  ...request.searchPath.flatMap(entry => ['-I', entry]),
  ...Object.entries(request.strings).flatMap(([name, value]) => ['--argstr', name, value]),
  ...Object.entries(request.expressions).flatMap(([name, expression]) => ['--arg', name, expression]),
]
