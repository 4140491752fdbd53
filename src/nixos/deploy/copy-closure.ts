/** Brings a system into a host's store. */
import { spawn } from 'node:child_process'
import { failure, type TerraneError } from '../../contracts/diagnostic.js'
import type { Run } from '../../process/runner.js'
import { agentWords } from '../agent/program.js'
import type { Host } from '../connection/connect.js'
import { runRemote } from './remote.js'

export interface CopyContext {
  readonly run: Run
  readonly signal?: AbortSignal
}

/**
 * Copies a store path and what it needs; the host takes from its own caches what they have. root's store takes it from
 * `nix copy`; elsewhere signatures would be asked for at the end of a long copy, so that `nix-store --import` does it,
 * as root. The agent has to be there. Throws `host-request`, and `interrupted`.
 */
export const copyClosure = async (host: Host, closure: string, context: CopyContext): Promise<void> => {
  if (host.connection.user === 'root') await nixCopy(host, closure, context)
  else await importAsRoot(host, closure, context)
}

const nixCopy = async (host: Host, closure: string, { run, signal }: CopyContext): Promise<void> => {
  host.countRoundTrip()
  const { status, stderr } = await run(
    'nix',
    [
      '--extra-experimental-features',
      'nix-command',
      'copy',
      '--substitute-on-destination',
      '--no-check-sigs',
      '--to',
      host.store.url,
      // Of a derivation it is what it is built from, not what it makes.
      ...(closure.endsWith('.drv') ? ['--derivation'] : []),
      '--',
      closure,
    ],
    { env: host.store.env, ...(signal === undefined ? {} : { signal }) },
  )
  if (status !== 0) throw copyFailed(host, closure, stderr)
}

const importAsRoot = async (host: Host, closure: string, { run, signal }: CopyContext): Promise<void> => {
  const closurePaths = await requisites(run, closure)
  const asked = await runRemote(host, agentWords('missing', []), {
    root: true,
    input: Buffer.from(`${closurePaths.join('\n')}\n`),
    ...(signal === undefined ? {} : { signal }),
  })
  const missing = new Set(asked.stdout.split('\n'))
  const paths = closurePaths.filter(path => missing.has(path))
  if (asked.status !== 0 || paths.length === 0) return
  // Paths come after those that they refer to: that is how the other side takes them in.
  const exporting = spawn('nix-store', ['--export', ...paths], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  exporting.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8')
  })
  const importing = host.request('shared', agentWords('import', []), { root: true, open: true })
  const stop = () => importing.kill()
  signal?.addEventListener('abort', stop, { once: true })
  exporting.stdout.on('data', (chunk: Buffer) => {
    if (!importing.write(chunk)) {
      exporting.stdout.pause()
      importing.whenDrained(() => exporting.stdout.resume())
    }
  })
  const exported = await new Promise<number>(resolve => {
    exporting.on('error', () => resolve(127))
    exporting.on('close', status => resolve(status ?? 128))
    importing.ended.then(() => exporting.kill())
  })
  importing.closeInput()
  const { status, stderr } = await importing.ended
  signal?.removeEventListener('abort', stop)
  if (signal?.aborted) throw failure('interrupted', 'interrupted')
  if (status !== 0 || exported !== 0) throw copyFailed(host, closure, stderr || said)
}

/** The closure of a local path, each path after those that it refers to. Throws `host-request`. */
export const requisites = async (run: Run, closure: string): Promise<readonly string[]> => {
  const { status, stdout, stderr } = await run('nix-store', ['--query', '--requisites', closure])
  if (status !== 0)
    throw failure('host-request', `${closure} is not in the local store`, { notes: [stderr.trim()] })
  return stdout.split('\n').filter(path => path !== '')
}

const copyFailed = ({ name }: Host, closure: string, stderr: string): TerraneError => {
  const lines = stderr
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
  const full = /no space left|disk (is )?full|database or disk is full/i.test(stderr)
  return failure(
    'host-request',
    `${name}: copying ${closure} failed: ${lines.findLast(line => line.startsWith('error')) ?? lines.at(-1) ?? 'no reason given'}`,
    {
      notes: lines.slice(-5),
      ...(full
        ? { hint: `the disk of the host is full: terrane exec --on ${name} -- nix-collect-garbage` }
        : {}),
    },
  )
}
