/** The command as it is shipped: dist/cli.cjs, which `npm test` builds. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { nixConfig, repository } from './nix.js'

export const builtCommand = join(repository, 'dist', 'cli.cjs')

export interface Ran {
  readonly status: number
  readonly out: string
  readonly err: string
}

export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ran>
}

export interface RunSettings {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Starts it. A signal that ends it counts as 128. */
export const startTerrane = (
  args: readonly string[],
  { cwd = repository, env }: RunSettings = {},
): Running => {
  const child = spawn(process.execPath, [builtCommand, ...args], {
    cwd,
    env: { ...process.env, NIX_CONFIG: nixConfig, CHECKPOINT_DISABLE: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stdout.on('data', chunk => {
    out += chunk
  })
  child.stderr.on('data', chunk => {
    err += chunk
  })
  const ended = new Promise<Ran>(resolve => {
    child.on('close', status => resolve({ status: status ?? 128, out, err }))
  })
  return { child, ended }
}

/** Runs it to its end. */
export const builtTerrane = async (args: readonly string[], settings?: RunSettings): Promise<Ran> =>
  await startTerrane(args, settings).ended
