/** Options that several commands share, and their readers. */

import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { PrepareOptions } from '../project/compile-options.js'
import { libFolder } from '../project/lib-folder.js'
import { pkgsSource } from '../project/pkgs-source.js'
import type { Dialect } from '../terraform/driver/binary.js'
import { collectPair } from './pair-options.js'

/** Of every command. */
export interface CommonOptions {
  readonly json: boolean
  readonly diagnostics: 'text' | 'json'
  readonly verbose: boolean
  readonly colour: boolean
}

/** Of commands that evaluate modules. */
export interface EvaluationFlags {
  readonly file?: readonly string[]
  readonly engine: 'auto' | 'nix' | 'embedded'
  readonly arg?: Readonly<Record<string, string>>
  readonly argstr?: Readonly<Record<string, string>>
  readonly include?: readonly string[]
  readonly lib?: string
  readonly pkgs?: string
  readonly showTrace?: boolean
}

/** Of commands that compile. */
export interface CompileFlags extends EvaluationFlags {
  readonly workdir?: string
  readonly stack?: string
  readonly strict?: boolean
  /** False: `--no-check`. */
  readonly check?: boolean
  /** False: `--no-schema`. */
  readonly schema?: boolean
  readonly withNulls?: boolean
}

/** Of commands that run tofu/terraform. */
export interface BinaryFlags {
  readonly bin?: string
  readonly dialect?: Dialect
  readonly workspace?: string
}

export const addCommonOptions = (command: Command): Command =>
  command
    .option('--json', 'print JSON on standard output; long work prints one event a line')
    .addOption(
      new Option('--diagnostics <format>', 'how errors and warnings are printed on standard error')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('-v, --verbose', 'print more of what happens')
    .option('--no-color', 'print without colours (also NO_COLOR)')

export const readCommonOptions = (flags: Record<string, unknown>): CommonOptions => ({
  json: flags.json === true,
  diagnostics: flags.diagnostics === 'json' ? 'json' : 'text',
  verbose: flags.verbose === true,
  colour: flags.color !== false,
})

/** Which entry. */
export const addFileOption = (command: Command): Command =>
  command.option(
    '-f, --file <entry>',
    'a .nix file, a folder, or an output of a flake: .#name (repeatable; default .)',
    collect,
  )

/** Which entry, and where its files are. */
export const addEntryOptions = (command: Command): Command =>
  addFileOption(command)
    .option('--workdir <folder>', "the work folder (default: the entry's folder)")
    .option('--stack <name>', 'of a project with stacks: this one alone, as if it were a project')

/** How its modules are evaluated. */
export const addEvaluationOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--engine <engine>', 'what evaluates Nix')
        .choices(['auto', 'nix', 'embedded'])
        .default('auto'),
    )
    .option('--arg <name> <expr>', 'pass a Nix expression to the modules (repeatable)', collectPair)
    .option('--argstr <name> <value>', 'pass a string to the modules (repeatable)', collectPair)
    .option('-I, --include <path>', 'add to the search path: path, or name=path (repeatable)', collect)
    .option('--lib <folder>', "a folder with nixpkgs' lib, or nixpkgs itself")
    .option(
      '--pkgs <source>',
      "where modules get pkgs from: a folder with nixpkgs, a Nix file that makes it, <nixpkgs>, a flake (default: the flake's, else <nixpkgs>)",
    )
    .option('--show-trace', 'show the whole trace of an evaluation error')

/** How it is compiled. */
export const addCompileOptions = (command: Command): Command =>
  addDocumentOptions(addEvaluationOptions(addEntryOptions(command)))

/** For commands that take the document as it was last written: the same options, apart from those that always hold. */
export const addFirstCompileOptions = (command: Command): Command =>
  addDocumentOptions(
    addEvaluationOptions(command.optionsGroup('Only where the work folder has no document yet:')),
  ).optionsGroup('Options:')

/** What the document is made to be. */
const addDocumentOptions = (command: Command): Command =>
  command
    .option('--strict', 'take warnings for errors; look also at submodules that nothing reads')
    .option('--no-check', "don't check the document at all")
    .option('--no-schema', "don't check the document against its providers' schemas, and fetch none")
    .option('-n, --with-nulls', 'keep attributes that are null')

/** Which program is run. */
export const addBinaryOptions = (command: Command): Command =>
  command
    .option('--bin <path>', 'the tofu or terraform to run')
    .addOption(new Option('--dialect <dialect>', 'OpenTofu or Terraform').choices(['tofu', 'terraform']))
    .option('--workspace <name>', 'the workspace whose state it is about (default: the one that is selected)')

/** Throws `file-access` for a `--lib` that has none, and a `--pkgs` that is nothing. */
export const readCompileOptions = (flags: CompileFlags, cwd: string): PrepareOptions => ({
  files: flags.file ?? [],
  engine: flags.engine,
  withNulls: flags.withNulls ?? false,
  strict: flags.strict ?? false,
  check: flags.check ?? true,
  schema: flags.schema ?? true,
  expressions: flags.arg ?? {},
  strings: flags.argstr ?? {},
  searchPath: flags.include ?? [],
  showTrace: flags.showTrace ?? false,
  cwd,
  ...(flags.workdir === undefined ? {} : { workdir: flags.workdir }),
  ...(flags.stack === undefined ? {} : { stack: flags.stack }),
  ...(flags.lib === undefined ? {} : { lib: libFolder(resolve(cwd, flags.lib)) }),
  ...(flags.pkgs === undefined ? {} : { pkgs: pkgsSource(flags.pkgs, cwd) }),
})

/** For commander: an option that may be given several times. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
]

/** For commander: how long, as Go's time.ParseDuration reads it. */
export const duration = (value: string): string => {
  if (/^(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/.test(value)) return value
  throw new InvalidArgumentError('It is not a duration, such as 30s or 1m30s.')
}

/** For commander: a whole number from 1 on. */
export const positive = (value: string): number => {
  if (!/^[1-9]\d*$/.test(value)) throw new InvalidArgumentError('It is not a whole number above 0.')
  return Number(value)
}
