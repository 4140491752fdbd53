import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Option } from 'commander'
import { failure, TerraneError } from '../../contracts/diagnostic.js'
import { exitStatus } from '../../contracts/exit-status.js'
import { fileAccess } from '../../contracts/file-access.js'
import { stopwatch } from '../../contracts/stopwatch.js'
import type { Format, Root, RunRequest } from '../../nix/eval/request.js'
import type { CompileOptions } from '../../project/compile-options.js'
import { isOnPath } from '../../project/engine.js'
import { resolveEntries } from '../../project/entry.js'
import { explainingModules, moduleEvaluation } from '../../project/module-evaluation.js'
import type { CommandModule, Invocation } from '../command.js'
import { collect, readCompileOptions } from '../options.js'
import { collectPair } from '../pair-options.js'

interface Flags {
  readonly expr?: string
  readonly modules?: readonly string[]
  readonly lib?: string
  readonly pkgs?: string
  readonly attr?: string
  readonly raw?: boolean
  readonly xml?: boolean
  readonly arg?: Readonly<Record<string, string>>
  readonly argstr?: Readonly<Record<string, string>>
  readonly include?: readonly string[]
  readonly pureEval?: boolean
  readonly engine: 'auto' | 'nix' | 'embedded'
  readonly showTrace?: boolean
}

/** Evaluates Nix, whatever it is about, and prints the value as `nix-instantiate --eval --strict` does. */
export const command: CommandModule<Flags> = {
  configure: command => {
    command
      .argument('[file]', 'the Nix file to evaluate; - reads standard input')
      .option('-E, --expr <expression>', 'evaluate this expression instead of a file')
      .option('--modules <file...>', 'evaluate modules, of any kind, and print their config')
      .option('-A, --attr <path>', 'only this attribute of it: a.b; of modules: config.a.b')
      .option('--raw', 'print a string without quotes and line break')
      .option('--xml', 'print XML')
      .option('--arg <name> <expr>', 'call it with this Nix expression (repeatable)', collectPair)
      .option('--argstr <name> <value>', 'call it with this string (repeatable)', collectPair)
      .option('-I, --include <path>', 'add to the search path: path, or name=path (repeatable)', collect)
      .option('--lib <folder>', "with --modules: a folder with nixpkgs' lib, or nixpkgs itself")
      .option(
        '--pkgs <source>',
        'with --modules: where they get pkgs from (terrane compile --help says more)',
      )
      .option('--pure-eval', "no environment, no search path, no files but those beside the evaluated one's")
      .addOption(
        new Option('--engine <engine>', 'what evaluates')
          .choices(['auto', 'nix', 'embedded'])
          .default('auto'),
      )
      .option('--show-trace', 'show the whole trace of an error')
  },
  run: async invocation => {
    const { flags, terminal } = invocation
    const text =
      flags.modules === undefined
        ? await evaluate(requestOf(invocation), invocation)
        : await evaluateModules(flags.modules, invocation)
    terminal.out(flags.raw || flags.xml ? text : `${text}\n`)
    return exitStatus.ok
  },
}

const evaluateModules = async (files: readonly string[], invocation: Invocation<Flags>): Promise<string> => {
  const { flags, common, positionals, terminal } = invocation
  const surplus = positionals[0] ?? flags.expr
  if (surplus !== undefined)
    throw failure('usage', `modules are given, and '${surplus}' as well`, {
      hint: 'name all files after --modules',
    })
  if (flags.pureEval) throw failure('usage', '--pure-eval and --modules exclude each other')
  const given: CompileOptions = {
    ...readCompileOptions(flags, terminal.cwd),
    entries: resolveEntries(files, terminal.cwd),
    workFolder: terminal.cwd,
  }
  const { options, request } = moduleEvaluation(given, flags.attr ?? 'config', formatOf(flags, common.json))
  return await explainingModules(options, () => evaluate(request, invocation))
}

const requestOf = ({ flags, common, positionals, terminal }: Invocation<Flags>): RunRequest => {
  const [file] = positionals
  for (const name of ['lib', 'pkgs'] as const)
    if (flags[name] !== undefined) throw failure('usage', `--${name} goes with --modules`)
  if ((file === undefined) === (flags.expr === undefined))
    throw failure(
      'usage',
      file === undefined ? 'nothing to evaluate' : 'a file and an expression are given',
      {
        hint: 'give a file, an expression with -E, or modules with --modules',
      },
    )
  return {
    root: file === undefined ? { expression: flags.expr! } : rootAt(file, terminal.cwd),
    format: formatOf(flags, common.json),
    attribute: flags.attr ?? '',
    strings: flags.argstr ?? {},
    expressions: flags.arg ?? {},
    searchPath: flags.include ?? [],
    cwd: terminal.cwd,
    showTrace: flags.showTrace ?? false,
  }
}

/** What can be read only once is read here, as an expression: `-`, a pipe, a shell's `<(…)`. */
const rootAt = (file: string, cwd: string): Root => {
  const path = resolve(cwd, file)
  if (file !== '-' && !isStream(path)) return { file: path }
  return {
    expression: readStream(file === '-' ? 0 : path),
    name: file === '-' || path === '/dev/stdin' ? '«stdin»' : `«${file}»`,
  }
}

const isStream = (path: string): boolean => {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat !== undefined && !stat.isFile() && !stat.isDirectory()
}

const readStream = (from: number | string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(from))
  } catch (error) {
    const what = from === 0 ? 'standard input' : String(from)
    if (error instanceof TypeError) throw failure('nix-syntax', `${what} is not UTF-8 text`)
    throw fileAccess('read', what, error)
  }
}

const formatOf = ({ raw, xml }: Flags, json: boolean): Format => {
  const asked = [
    ...(json ? ['json' as const] : []),
    ...(raw ? ['raw' as const] : []),
    ...(xml ? ['xml' as const] : []),
  ]
  if (asked.length > 1) throw failure('usage', `--${asked[0]} and --${asked[1]} exclude each other`)
  return asked[0] ?? 'nix'
}

const evaluate = async (request: RunRequest, { flags, terminal }: Invocation<Flags>): Promise<string> => {
  const pure = flags.pureEval ?? false
  const print = (line: string) => terminal.err(`${line}\n`)
  const beside = 'file' in request.root ? dirname(request.root.file) : terminal.cwd
  const libraries = request.foreign ?? []
  const embedded = { pure, libraries, ...(pure ? { allowedRoots: [beside] } : {}) }
  if (flags.engine === 'nix' || (flags.engine === 'auto' && isOnPath('nix-instantiate'))) {
    const [{ instantiate }, { run }] = await Promise.all([
      import('../../nix/nix-command/instantiate.js'),
      import('../../process/run.js'),
    ])
    const seconds = stopwatch()
    try {
      return await instantiate(request, { run, pure, print })
    } catch (error) {
      if (!(error instanceof TerraneError)) throw error
      const { withSecondOpinion } = await import('../../nix/second-opinion.js')
      const diagnostic = await withSecondOpinion(error.diagnostics[0], request, embedded, {
        seconds: seconds(),
      })
      throw new TerraneError(diagnostic, { cause: error, texts: error.texts })
    }
  }
  const { runEmbedded } = await import('../../nix/embedded.js')
  const { text } = await runEmbedded(request, { ...embedded, print })
  return text
}
