/** An apply of twenty slow resources by the built command, and what is left when something happens in its midst. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { failing } from '../../src/provider/behaviours/faults.js'
import { temporaryFolder } from '../support/compile.js'
import { nixConfig, repository } from '../support/nix.js'
import { type OfflineProviders, offlineProviders } from '../support/offline-providers.js'

export const names = Array.from({ length: 20 }, (_, index) => `key-${index + 1}`)

const type = 'hcloud_ssh_key'

/** So many are made at once; the others take their time, until they are released. */
export const quick = 5
const parallelism = 4

export interface Outcome {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

export interface SlowApply {
  readonly folder: string
  readonly child: ChildProcess
  /** What it has printed on standard error so far. */
  readonly err: () => string
  readonly ended: Promise<Outcome>
  readonly providers: OfflineProviders
  /** Lets what is at work, and what comes then, be made. */
  readonly release: () => void
  /** From then on nothing fails. */
  readonly mend: () => void
}

export interface SlowOptions {
  /** A command that is given the command of the apply, as a shell reads it. */
  readonly within?: (command: string) => readonly [string, ...string[]]
  /** Names of resources whose creation fails. */
  readonly broken?: readonly string[]
}

const cli = join(repository, 'dist', 'cli.cjs')

/** Starts the apply, and resolves when some of it is done and more at work. */
export const startSlowApply = async (options: SlowOptions = {}): Promise<SlowApply> => {
  const folder = temporaryFolder()
  copyFileSync(join(repository, 'fixtures', 'offline', 'twenty', 'infra.nix'), join(folder, 'infra.nix'))
  let broken = options.broken ?? []
  let begun = 0
  let release = () => {}
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  const providers = await offlineProviders({
    hcloud: {
      before: async operation => {
        if (operation.action !== 'create') return
        begun++
        if (begun > quick) await released
        await sleep(20)
        for (const name of broken) await failing({ action: 'create', where: { name } }, 'no room')(operation)
      },
    },
  })
  const command = `${process.execPath} ${cli} apply --auto-approve --parallelism ${parallelism} --engine embedded`
  const [program, ...args] = options.within?.(command) ?? ['/bin/sh', '-c', `exec ${command}`]
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...providers.environment, CHECKPOINT_DISABLE: '1', NIX_CONFIG: nixConfig },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdin.on('error', () => {})
  child.stdout.setEncoding('utf8').on('data', text => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    err += text
  })
  const ended = once(child, 'close').then(([status]) => ({ status, out, err }))
  while (begun < quick + parallelism) {
    if (child.exitCode !== null) throw new Error(`it ended too early: ${out}${err}`)
    await sleep(10)
  }
  const mend = () => {
    broken = []
  }
  return { folder, child, err: () => err, ended, providers, release, mend }
}

/** The names in the state and in the cloud, sorted. */
export const standing = ({ folder, providers }: SlowApply) => {
  const { resources } = JSON.parse(readFileSync(join(folder, 'terraform.tfstate'), 'utf8')) as {
    readonly resources: readonly {
      readonly instances: readonly { readonly attributes: { readonly name: string } }[]
    }[]
  }
  return {
    state: resources.flatMap(({ instances }) => instances.map(({ attributes }) => attributes.name)).sort(),
    cloud: providers.cloud
      .list(type)
      .map(({ values }) => String(values.name))
      .sort(),
  }
}

/** Whether something keeps the next one out. */
export const locks = ({ folder }: SlowApply): readonly string[] =>
  ['.terrane/lock', '.terraform.tfstate.lock.info'].filter(name => existsSync(join(folder, name)))

/** The processes that the lock names: the guard, and Terraform. */
export const atWork = ({ folder }: SlowApply): readonly number[] =>
  (
    JSON.parse(readFileSync(join(folder, '.terrane', 'lock'), 'utf8')) as {
      readonly work: readonly { readonly pid: number }[]
    }
  ).work.map(({ pid }) => pid)

/** The names that a list of the report has: `done: a, b`. */
export const listed = (text: string, title: string): readonly string[] =>
  (new RegExp(`note: ${title}: (.*)`).exec(text)?.[1] ?? '')
    .split(', ')
    .filter(address => address !== '')
    .map(address => address.replace(/^hcloud_ssh_key\.k(\d+).*$/, 'key-$1'))
    .sort()

/** Runs terrane beside it, as another command of the same user. */
export const terrane = (run: SlowApply, ...args: readonly string[]): Promise<Outcome> =>
  run.providers.terrane(run.folder, ...args)

/** Applies what is left, and finds nothing to change then. Resolves to what was printed on standard error. */
export const converge = async (run: SlowApply): Promise<string> => {
  const applied = await terrane(run, 'apply', '--auto-approve', '--allow-destroy', '--engine', 'embedded')
  const planned = await terrane(run, 'plan', '--detailed-exitcode', '--engine', 'embedded')
  if (applied.status !== 0 || planned.status !== 0)
    throw new Error(`it does not converge: ${applied.err}\n${planned.out}${planned.err}`)
  return applied.err
}
