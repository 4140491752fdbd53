/**
 * The way to one host: everything that ssh needs lies in a private folder, host keys are verified under the machine's
 * identity, one connection is shared by all requests but those that ask for one of their own.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { failure, type TerraneError } from '../../contracts/diagnostic.js'
import type { Run } from '../../process/runner.js'
import { quoteForShell } from '../../process/shell-words.js'
import type { HostConnection } from '../deployment.js'
import { checkConnection } from './check-connection.js'
import { type KeyAgent, startKeyAgent } from './key-agent.js'
import { fingerprint, keysOf, pinned, readKnownHosts, recordKeys } from './known-hosts.js'
import { makePrivateFolder } from './private-folder.js'
import { type Conversation, type SpeakOptions, speak } from './speak.js'
import { keyAlias, sshConfig, targetAlias } from './ssh-config.js'
import { isAboutKeys, unreachable } from './unreachable.js'
import { readUserConfig } from './user-config.js'

/** Which connection a request goes over: it opens the shared one, goes over it, or opens one of its own. */
export type Way = 'first' | 'shared' | 'fresh'

export interface Host {
  readonly name: string
  readonly connection: HostConnection
  /** Runs a command on the host; `root` through sudo where the user is not root. */
  readonly request: (
    way: Way,
    words: readonly string[],
    options?: SpeakOptions & { readonly root?: boolean },
  ) => Conversation
  /** Words to start ssh with, for a terminal of the user's own. */
  readonly sshArguments: readonly string[]
  /** What `nix copy` needs: the store's URL and its environment. */
  readonly store: { readonly url: string; readonly env: Readonly<Record<string, string>> }
  /** Requests so far, each at least one round trip. */
  readonly roundTrips: () => number
  readonly countRoundTrip: () => void
  /** The error for an ssh that ended with 255. */
  readonly explain: (stderr: string) => Promise<TerraneError>
  /** Stops what was started for the connection and removes its folder. */
  readonly close: () => void
}

export interface ConnectContext {
  readonly run: Run
  readonly env: Readonly<Record<string, string | undefined>>
  /** Something that people should see, such as the fingerprint of a key on its first use. */
  readonly note: (message: string) => void
}

/**
 * Prepares the way. Goes over the network only when no key of the host is known yet. Throws `host-invalid`,
 * `host-connection` and `host-key`.
 */
export const connect = async (
  name: string,
  connection: HostConnection,
  context: ConnectContext,
): Promise<Host> => {
  checkConnection(name, connection)
  const user = await readUserConfig(context.run, connection.host, connection.user)
  const folder = makePrivateFolder(context.env)
  let agent: KeyAgent | undefined
  const close = () => {
    agent?.stop()
    folder.remove()
  }
  try {
    if (connection.identity !== undefined)
      agent = await startKeyAgent(context.run, connection.identity, join(folder.path, 'agent'))
    const config = join(folder.path, 'config')
    const userConfig = join(homedir(), '.ssh', 'config')
    const files = {
      knownHosts: join(folder.path, 'known_hosts'),
      control: join(folder.path, 'control'),
      ...(agent === undefined ? {} : { agent: agent.socket }),
      ...(existsSync(userConfig) ? { userConfig } : {}),
    }
    writeFileSync(config, sshConfig(connection, files, user), { mode: 0o600 })
    let trips = 0
    const probe = () => {
      trips++
      return offeredKeys(context.run, config, folder.path)
    }
    const keys = await knownKeys(name, connection, probe, context.note)
    writeFileSync(files.knownHosts, pinned(keyAlias(connection.alias), keys), { mode: 0o600 })
    return {
      name,
      connection,
      request: (way, words, { root = false, ...options } = {}) => {
        trips++
        const command = root && connection.user !== 'root' ? ['sudo', '-n', '--', ...words] : words
        return speak('ssh', [...wayArguments(config, way), targetAlias, quoteForShell(command)], options)
      },
      sshArguments: ['-F', config, targetAlias],
      store: {
        url: `ssh://${targetAlias}`,
        env: { NIX_SSHOPTS: `-F ${config}` },
      },
      roundTrips: () => trips,
      countRoundTrip: () => {
        trips++
      },
      explain: stderr => explain(name, connection, stderr, keys, probe),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

const wayArguments = (config: string, way: Way): readonly string[] => {
  const file = ['-F', config]
  if (way === 'first') return [...file, '-o', 'ControlMaster=yes']
  return way === 'fresh' ? [...file, '-o', 'ControlPath=none'] : file
}

/** The keys that the host must have: the given ones, else those on record, else those of this first use. */
const knownKeys = async (
  name: string,
  connection: HostConnection,
  probe: () => Promise<Offer>,
  note: (message: string) => void,
): Promise<readonly string[]> => {
  const { alias, host, hostKeys, knownHostsFile } = connection
  if (hostKeys.length > 0) return hostKeys
  const recorded = keysOf(readKnownHosts(knownHostsFile), keyAlias(alias))
  if (recorded.length > 0) return recorded
  const offer = await probe()
  if (offer.keys.length === 0) throw unreachable(name, connection, offer.stderr)
  recordKeys(knownHostsFile, keyAlias(alias), offer.keys)
  note(
    `first connection to ${host}: its key ${offer.keys.map(fingerprint).join(', ')} is recorded in ${knownHostsFile}`,
  )
  return offer.keys
}

interface Offer {
  readonly keys: readonly string[]
  readonly stderr: string
}

/** Asks the host for its key without logging in, into a file that nothing else reads. */
const offeredKeys = async (run: Run, config: string, folder: string): Promise<Offer> => {
  const file = join(folder, 'offered')
  rmSync(file, { force: true })
  // Options of the command line come before those of the file.
  const options = [
    'StrictHostKeyChecking=accept-new',
    `UserKnownHostsFile=${file}`,
    'HostKeyAlias=offered',
    'HashKnownHosts=no',
    'PreferredAuthentications=none',
    'ControlPath=none',
  ]
  const { stderr } = await run('ssh', [
    '-F',
    config,
    ...options.flatMap(option => ['-o', option]),
    targetAlias,
    'true',
  ])
  const keys = existsSync(file) ? keysOf(readFileSync(file, 'utf8'), 'offered') : []
  return { keys, stderr }
}

const explain = async (
  name: string,
  connection: HostConnection,
  stderr: string,
  known: readonly string[],
  probe: () => Promise<Offer>,
): Promise<TerraneError> => {
  const { host, alias, hostKeys, knownHostsFile } = connection
  if (!isAboutKeys(stderr)) return unreachable(name, connection, stderr)
  const offer = await probe()
  if (offer.keys.length === 0) return unreachable(name, connection, stderr)
  return failure(
    'host-key',
    `${name}: the machine at ${host} has another host key than the one that is known`,
    {
      notes: [
        ...known.map(key => `known:   ${fingerprint(key)}`),
        ...offer.keys.map(key => `offered: ${fingerprint(key)}`),
        'nothing was sent to it',
      ],
      hint:
        hostKeys.length > 0
          ? `if the machine was replaced, give its new key in target.hostKeys: ${offer.keys[0]}`
          : `if the machine was replaced, remove its old key: ssh-keygen -R ${keyAlias(alias)} -f ${quoteForShell([knownHostsFile])}; if not, somebody may be in between`,
    },
  )
}
