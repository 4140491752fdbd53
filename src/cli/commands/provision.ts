import { basename, dirname, resolve } from 'node:path'
import { Option } from 'commander'
import { failure, TerraneError } from '../../contracts/diagnostic.js'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { resolveEntries } from '../../project/entry.js'
import { type Prepared, prepare } from '../../project/prepare.js'
import { prepareArtefact } from '../../project/provision/artefact.js'
import { readCredentials } from '../../project/provision/credentials.js'
import { type ProvisionOptions, provision, provisionStatus } from '../../project/provision/provision.js'
import type { Provisioned } from '../../project/provision/report.js'
import type { CommandModule, Invocation } from '../command.js'
import { type DriveFlags, driveOptions } from '../drive-command.js'
import { collect, readCompileOptions } from '../options.js'
import { addPlanOptions, type PlanFlags, readPlanOptions } from '../plan-options.js'
import { actionWords } from '../render/actions.js'
import type { Progress } from '../render/progress.js'
import { reporting } from '../reporting.js'

interface Flags extends DriveFlags, PlanFlags {
  readonly document?: string
  readonly name?: string
  readonly planOnly?: boolean
  readonly allowDestroy?: boolean
  readonly allowDestroyOnce?: string
  readonly replaceTainted?: boolean
  readonly lockFile?: string
  readonly report?: string
  readonly metrics?: string
  readonly credential?: readonly string[]
  readonly credentialFile?: readonly string[]
  readonly credentialValue?: readonly string[]
}

/** What a service runs: nobody is asked, and nothing is destroyed that was not allowed to be. */
export const command: CommandModule<Flags> = {
  configure: command => {
    addPlanOptions(command)
      .optionsGroup('A run that nobody watches:')
      .option('--document <file>', 'a config.tf.json that is compiled already, in place of --file')
      .option('--name <name>', 'what reports call it (default: the name of the work folder)')
      .option('--plan-only', 'apply nothing: plan, and report')
      .option('--allow-destroy', 'destroy and replace what the plan says, instead of refusing to')
      .option('--allow-destroy-once <file>', 'the same if this file is there; it is removed then')
      .option('--replace-tainted', 'make anew what was never completed, or is marked as tainted')
      .option('--lock-file <file>', "the providers' .terraform.lock.hcl, which must have all that is needed")
      .option('--report <file>', 'write what came of it, as JSON')
      .option('--metrics <file>', "write metrics for the textfile collector of Prometheus' node exporter")
      .option('--credential <name>', 'a credential that systemd must have handed over (repeatable)', collect)
      .addOption(
        pairs('--credential-file <variable=name>', 'set a variable to the path of a credential (repeatable)'),
      )
      .addOption(
        pairs('--credential-value <variable=name>', 'set a variable to the content of one (repeatable)'),
      )
      .optionsGroup('Options:')
      .addHelpText(
        'after',
        '\nExample:\n  terrane provision -f /srv/infra --workdir /var/lib/infra --report /var/lib/infra/report.json',
      )
  },
  run: async invocation => {
    const options = readOptions(invocation)
    const project = projectOf(invocation)
    const credentials = credentialsOf(invocation.flags)
    return await reporting(invocation, async progress => {
      const told = telling(invocation, progress)
      const prepared = async () => {
        Object.assign(process.env, readCredentials(credentials, process.env))
        return await project(told)
      }
      try {
        const provisioned = await provision(prepared, { ...driveOptions(invocation, told), ...options })
        return showResult(invocation, told, provisioned, options)
      } catch (error) {
        // Its statuses are not quite those of other commands.
        if (!(error instanceof TerraneError) || provisionStatus(error) !== exitStatus.busy) throw error
        for (const diagnostic of error.diagnostics) told.emit({ type: 'diagnostic', diagnostic })
        return exitStatus.busy
      }
    })
  },
}

type Own = Omit<ProvisionOptions, 'emit' | 'cwd'>

const readOptions = ({ flags, terminal: { cwd } }: Invocation<Flags>): Own => {
  const paths = { lockFile: flags.lockFile, report: flags.report, metrics: flags.metrics }
  return {
    name: nameOf(flags, cwd),
    plan: readPlanOptions(flags, cwd),
    planOnly: flags.planOnly ?? false,
    allowed: {
      destroy: flags.allowDestroy ?? false,
      tainted: flags.replaceTainted ?? false,
      ...(flags.allowDestroyOnce === undefined ? {} : { once: resolve(cwd, flags.allowDestroyOnce) }),
    },
    ...Object.fromEntries(
      Object.entries(paths).flatMap(([name, path]) =>
        path === undefined ? [] : [[name, resolve(cwd, path)]],
      ),
    ),
  }
}

const nameOf = ({ name, workdir, file }: Flags, cwd: string): string => {
  if (name !== undefined) return name
  if (workdir !== undefined) return basename(resolve(cwd, workdir))
  const [entry] = resolveEntries(file ?? [], cwd)
  return entry?.kind === 'flake' ? entry.name : basename(dirname(entry!.path))
}

/** Throws `usage`. */
const projectOf = ({
  flags,
  terminal,
  tools,
}: Invocation<Flags>): ((progress: Progress) => Promise<Prepared>) => {
  const { document, workdir } = flags
  const { cwd } = terminal
  if (document === undefined)
    return async ({ emit }) => await prepare(readCompileOptions(flags, cwd), await tools.compile(), emit)
  if (flags.file !== undefined)
    throw failure('usage', '--document is compiled already, and --file is not: give one of them')
  if (workdir === undefined)
    throw failure('usage', '--document needs a folder for the state, which is not that of the document', {
      hint: 'add --workdir FOLDER',
    })
  return async () => prepareArtefact({ document, workdir, name: nameOf(flags, cwd), cwd })
}

const credentialsOf = ({ credential = [], credentialFile = [], credentialValue = [] }: Flags) => ({
  names: credential,
  files: Object.fromEntries(credentialFile.map(pairOf)),
  values: Object.fromEntries(credentialValue.map(pairOf)),
})

const pairs = (flags: string, description: string) => new Option(flags, description).argParser(collect)

const pairOf = (text: string): readonly [string, string] => {
  const [, variable, name] = /^([A-Za-z_]\w*)=(.+)$/s.exec(text) ?? []
  if (variable !== undefined && name !== undefined) return [variable, name]
  throw failure('usage', `'${text}' is not the name of a variable and that of a credential`, {
    hint: 'write VARIABLE=NAME, as in HCLOUD_TOKEN=hcloud',
  })
}

/** A log has a line for each change that is planned. What changes in it is in the report, which is not for everyone. */
const telling = ({ terminal, common }: Invocation<Flags>, progress: Progress): Progress => ({
  ...progress,
  emit: event => {
    progress.emit(event)
    if (common.json || event.type !== 'planned_change') return
    progress.pause()
    terminal.err(`plan: ${actionWords[event.action].plan} ${event.address}\n`)
  },
})

const showResult = (
  { terminal, common }: Invocation<Flags>,
  progress: Progress,
  { outcome, counts }: Provisioned,
  { name }: Own,
): ExitStatus => {
  progress.pause()
  if (common.json) return exitStatus.ok
  const { add, change, destroy } = counts
  terminal.out(
    outcome === 'unchanged'
      ? `${name}: nothing to change.\n`
      : outcome === 'planned'
        ? `${name}: ${add} to add, ${change} to change, ${destroy} to destroy; nothing was applied.\n`
        : `${name}: ${add} added, ${change} changed, ${destroy} destroyed.\n`,
  )
  return exitStatus.ok
}
