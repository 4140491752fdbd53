/**
 * Providers without a network for tests: started in the test's process, found by the tofu/terraform that the test
 * starts, directly or by way of terrane. Stopped when the test file is done.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { runCommandLine } from '../../src/cli/command-line.js'
import type { Behaviours, Performed } from '../../src/provider/behaviour.js'
import { readProviderSchemas } from '../../src/provider/read-schemas.js'
import type { ProviderSchema } from '../../src/provider/schema.js'
import { type RunningProviders, type StartOptions, startProviders } from '../../src/provider/start.js'
import { nixConfig, repository } from './nix.js'
import { recordingTerminal } from './recording-terminal.js'

export type SchemaName =
  | 'aws'
  | 'digitalocean'
  | 'everything'
  | 'google'
  | 'hcloud'
  | 'libvirt'
  | 'local'
  | 'proxmox'
  | 'tls'

/** A provider of fixtures/provider-schemas. */
export const fixtureSchema = (
  name: SchemaName,
): { readonly source: string; readonly schema: ProviderSchema } => {
  const file = join(repository, 'fixtures', 'provider-schemas', `${name}.json`)
  const [[source, schema]] = Object.entries(readProviderSchemas(file).provider_schemas) as [
    [string, ProviderSchema],
  ]
  return { source, schema }
}

export interface Ended {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

export interface OfflineProviders extends RunningProviders {
  /** What Terraform had done since the last time this was asked: `create aws_vpc`. Sorted; it happens in parallel. */
  readonly done: () => readonly string[]
  readonly performed: readonly Performed[]
  /** Runs terraform with these providers. */
  readonly terraform: (folder: string, ...args: readonly string[]) => Promise<Ended>
  /** Runs terrane, as it is built in dist/, with these providers. */
  readonly terrane: (folder: string, ...args: readonly string[]) => Promise<Ended>
  /** Runs terrane from its sources, in this process: several times as quick, for what is no matter of the process. */
  readonly terraneHere: (folder: string, ...args: readonly string[]) => Promise<Ended>
  /** Interrupts what is running of these, as Ctrl-C does. */
  readonly interrupt: () => void
}

// Vitest takes no afterAll from within a test, where providers may be started too.
const stops: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const stop of stops) await stop()
})

const changes = new Set(['create', 'update', 'delete', 'import'])

/** Starts providers with fixture schemas, each with what it shall do. */
export const offlineProviders = async (
  behaviours: Readonly<Partial<Record<SchemaName, Behaviours>>>,
  options: Pick<StartOptions, 'cloud'> = {},
): Promise<OfflineProviders> => {
  const performed: Performed[] = []
  let told = 0
  const running = await startProviders(
    Object.entries(behaviours).map(([name, behaviour]) => ({
      ...fixtureSchema(name as SchemaName),
      behaviours: behaviour,
    })),
    { ...options, onPerformed: each => performed.push(each) },
  )
  const children = new Set<ChildProcess>()
  const run = (folder: string, program: string, args: readonly string[]) => {
    const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    children.add(child)
    return ended(child).finally(() => children.delete(child))
  }
  stops.push(async () => {
    for (const child of children) child.kill('SIGKILL')
    await running.stop()
  })

  const env = { ...process.env, ...running.environment, CHECKPOINT_DISABLE: '1', NIX_CONFIG: nixConfig }
  return {
    ...running,
    performed,
    done: () => {
      const since = performed.slice(told)
      told = performed.length
      return since
        .filter(({ action }) => changes.has(action))
        .map(({ action, type, error }) => `${action} ${type}${error === undefined ? '' : ': failed'}`)
        .sort()
    },
    terraform: (folder, ...args) => run(folder, 'terraform', args),
    terrane: (folder, ...args) => run(folder, process.execPath, [builtCommand(), ...args]),
    terraneHere: async (folder, ...args) => {
      Object.assign(process.env, running.environment, { CHECKPOINT_DISABLE: '1', NIX_CONFIG: nixConfig })
      const terminal = recordingTerminal(folder)
      const status = await runCommandLine(args, terminal)
      return { status, out: terminal.printed(), err: terminal.complained() }
    },
    interrupt: () => {
      for (const child of children) child.kill('SIGINT')
    },
  }
}

/** Throws what a command complained of, if it failed. */
export const succeeded = ({ status, out, err }: Ended): void => {
  if (status !== 0) throw new Error(`exit status ${status}\n${out}\n${err}`)
}

/** `npm test` builds it. */
const builtCommand = (): string => {
  const command = join(repository, 'dist', 'cli.cjs')
  if (!existsSync(command)) throw new Error('dist/cli.cjs is missing: node scripts/build.mjs makes it')
  return command
}

/** Not synchronously: the providers answer in this process. */
const ended = async (child: ChildProcess): Promise<Ended> => {
  let out = ''
  let err = ''
  child.stdout?.setEncoding('utf8').on('data', text => {
    out += text
  })
  child.stderr?.setEncoding('utf8').on('data', text => {
    err += text
  })
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, out, err }
}
