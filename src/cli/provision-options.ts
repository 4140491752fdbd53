/** Options of `terrane provision`, and what they come to. */
import { basename, dirname, join, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { failure } from '../contracts/diagnostic.js'
import { resolveEntries } from '../project/entry.js'
import { type Prepared, prepare } from '../project/prepare.js'
import { prepareArtefact } from '../project/provision/artefact.js'
import type { ProvisionOptions } from '../project/provision/provision.js'
import type { Invocation } from './command.js'
import type { DriveFlags } from './drive-command.js'
import {
  addFleetOptions,
  addSelection,
  type FleetFlags,
  readDeployOptions,
  type SelectionFlags,
} from './fleet-options.js'
import { collect, readCompileOptions } from './options.js'
import { addPlanOptions, type PlanFlags, readPlanOptions } from './plan-options.js'
import type { Progress } from './render/progress.js'
import { hostOperations } from './tools.js'

export interface ProvisionFlags extends DriveFlags, PlanFlags, Partial<FleetFlags>, SelectionFlags {
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
  readonly deploy?: boolean
  readonly manifest?: string
  readonly credentialIdentity?: string
}

export const addProvisionOptions = (command: Command): void => {
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
    .optionsGroup('NixOS hosts:')
    .option('--deploy', 'deploy the hosts too, once what there was to apply is applied')
    .option('--manifest <file>', 'with --document: its hosts (default: terrane.deploy.json beside it)')
    .option(
      '--credential-identity <name>',
      'a credential that is the private key to log in with, for hosts that name none',
    )
  addFleetOptions(addSelection(command))
    .optionsGroup('Options:')
    .addHelpText(
      'after',
      '\nExample:\n  terrane provision -f /srv/infra --workdir /var/lib/infra --report /var/lib/infra/report.json',
    )
}

export type OwnOptions = Omit<ProvisionOptions, 'emit' | 'cwd' | 'deploy'>

/** What is asked of the hosts, if anything. Throws `usage` where something is asked of hosts that are left alone. */
export const deploymentOptions = ({
  flags,
  terminal,
  tools,
}: Invocation<ProvisionFlags>): Pick<ProvisionOptions, 'deploy'> => {
  const folder = process.env.CREDENTIALS_DIRECTORY
  if (!flags.deploy) {
    const given = ['on', 'batch', 'maxFailures', 'canary', 'manifest', 'credentialIdentity'] as const
    const useless = given.find(name => flags[name] !== undefined)
    if (useless !== undefined)
      throw failure('usage', `${optionOf(useless)} is about hosts, and none is deployed`, {
        hint: 'add --deploy',
      })
    return {}
  }
  return {
    deploy: {
      on: flags.on ?? [],
      options: names => readDeployOptions({ parallel: 10, ...flags }, names),
      prepare: readCompileOptions(flags, terminal.cwd),
      operations: () => hostOperations(tools),
      ...(flags.credentialIdentity === undefined || folder === undefined
        ? {}
        : { identityFile: join(folder, flags.credentialIdentity) }),
    },
  }
}

/** `maxFailures` as it is written. */
const optionOf = (name: string): string => `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`

export const readProvisionOptions = ({
  flags,
  terminal: { cwd },
}: Invocation<ProvisionFlags>): OwnOptions => {
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

const nameOf = ({ name, workdir, file }: ProvisionFlags, cwd: string): string => {
  if (name !== undefined) return name
  if (workdir !== undefined) return basename(resolve(cwd, workdir))
  const [entry] = resolveEntries(file ?? [], cwd)
  return entry?.kind === 'flake' ? entry.name : basename(dirname(entry!.path))
}

/** Throws `usage`. */
export const provisionedProject = ({
  flags,
  terminal,
  tools,
}: Invocation<ProvisionFlags>): ((progress: Progress) => Promise<Prepared>) => {
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
  return async () => {
    const manifest = flags.deploy
      ? {
          manifest: (await import('../project/provision/artefact-hosts.js')).artefactHosts(
            document,
            flags.manifest,
            cwd,
          ),
        }
      : {}
    return prepareArtefact({ document, workdir, name: nameOf(flags, cwd), cwd, ...manifest })
  }
}

export const credentialsOf = ({
  credential = [],
  credentialFile = [],
  credentialValue = [],
  credentialIdentity,
}: ProvisionFlags) => ({
  names: credentialIdentity === undefined ? credential : [...credential, credentialIdentity],
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
