/** `terrane import hcl FILE…`: .tf files as Nix modules. */
import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Option } from 'commander'
import { failure } from '../../contracts/diagnostic.js'
import { exitStatus } from '../../contracts/exit-status.js'
import { writeAtomically } from '../../project/atomic-write.js'
import { type ImportedHcl, importHcl, importingModule } from '../../project/import/import-hcl.js'
import type { CommandModule, Invocation } from '../command.js'
import { printDiagnostic } from '../print-diagnostic.js'
import { shownPath } from '../render/shown-path.js'

interface Flags {
  readonly output?: string
  readonly force?: boolean
  readonly check?: boolean
  readonly bin?: string
  readonly engine: 'auto' | 'nix' | 'embedded'
}

const examples = `
FILE is a .tf, .tf.json or .tfvars file, or a folder with such files (of which .tfvars are left out).

Examples:
  terrane import hcl main.tf                 print the module
  terrane import hcl main.tf vars.tf -o infra.nix
  terrane import hcl ./terraform -o ./nix/   a module a file, and a default.nix that imports them
  terrane import hcl ./terraform -o infra.nix --check
`

export const command: CommandModule<Flags> = {
  configure: command => {
    command
      .argument('<format>', 'hcl')
      .argument('<file...>', 'files, or folders with them')
      .usage('[options] hcl <file...>')
      .option('-o, --output <path>', 'write a file, or into a folder: one that is there, or with / behind it')
      .option('--force', 'write over what is there')
      .option('--check', 'plan both with Terraform, and compare (docs/import-hcl.md)')
      .option('--bin <path>', 'with --check: the tofu or terraform to run')
      .addOption(
        new Option('--engine <engine>', 'what evaluates Nix')
          .choices(['auto', 'nix', 'embedded'])
          .default('embedded'),
      )
      .addHelpText('after', examples)
  },
  run: async invocation => {
    const { positionals, flags, terminal, tools } = invocation
    const [format, ...paths] = positionals
    if (format !== 'hcl')
      throw failure('usage', `terrane import takes hcl, not '${format}'`, {
        hint: 'terrane import hcl FILE…',
      })
    const folder = outputFolder(flags.output, terminal.cwd)
    const imported = await importHcl({
      paths,
      together: folder === undefined,
      compile: await tools.compile(),
      engine: flags.engine,
      cwd: terminal.cwd,
    })
    if (flags.check) {
      const { comparePlans } = await import('../../project/import/compare-plans.js')
      await comparePlans({ paths, cwd: terminal.cwd, text: imported.text, bin: flags.bin })
    }
    tellWarnings(imported, invocation)
    write(imported, folder, invocation)
    return exitStatus.ok
  },
}

const outputFolder = (output: string | undefined, cwd: string): string | undefined => {
  if (output === undefined) return undefined
  const path = resolve(cwd, output)
  return output.endsWith('/') || (existsSync(path) && statSync(path).isDirectory()) ? path : undefined
}

const tellWarnings = ({ warnings }: ImportedHcl, { terminal, common }: Invocation<Flags>): void => {
  for (const warning of warnings)
    printDiagnostic(warning, terminal, {
      format: common.diagnostics,
      colour: terminal.errColour && common.colour,
    })
}

const write = (
  { modules }: ImportedHcl,
  folder: string | undefined,
  { flags, terminal, common }: Invocation<Flags>,
): void => {
  const texts =
    folder === undefined
      ? modules.map(({ text }) => ({ path: resolve(terminal.cwd, flags.output ?? ''), text }))
      : [...modules, importingModule(modules)].map(({ name, text }) => ({
          path: join(folder, `${name}.nix`),
          text,
        }))
  if (flags.output === undefined) {
    const [{ text }] = modules as readonly [(typeof modules)[number]]
    terminal.out(common.json ? `${JSON.stringify({ type: 'imported', text })}\n` : text)
    return
  }
  const taken = texts.find(({ path }) => existsSync(path))
  if (taken !== undefined && !flags.force)
    throw failure('file-access', `${shownPath(taken.path, terminal.cwd)} is there already`, {
      hint: 'nothing was written; --force writes over it',
    })
  for (const { path, text } of texts) writeAtomically(path, text)
  if (common.json)
    terminal.out(`${JSON.stringify({ type: 'imported', files: texts.map(({ path }) => path) })}\n`)
  else for (const { path } of texts) terminal.err(`wrote ${shownPath(path, terminal.cwd)}\n`)
}
