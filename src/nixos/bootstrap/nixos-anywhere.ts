/**
 * Has nixos-anywhere (https://github.com/nix-community/nixos-anywhere) install a system: it starts NixOS' installer on the
 * machine, erases and partitions its disks, installs, and reboots.
 *
 * It verifies no host keys (`StrictHostKeyChecking=no`, before any option that one could give it), and takes `ssh` from
 * PATH, as its `ssh-copy-id` and Nix do. So it finds one there that goes by our configuration, whose options come first.
 */
import { accessSync, constants, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import type { RunTelling } from '../../process/run-telling.js'
import { quoteForShell } from '../../process/shell-words.js'
import { makePrivateFolder } from '../connection/private-folder.js'
import { targetAlias } from '../connection/ssh-config.js'
import { type HostContext, withHost } from '../deploy/on-host.js'
import type { HostConnection } from '../deployment.js'

export interface Installation {
  /** Store paths, both in the local store. */
  readonly disko: string
  readonly system: string
  /** Further arguments. */
  readonly arguments: readonly string[]
  readonly timeoutSeconds: number
  readonly onLine: (line: string) => void
}

/** Installs. Throws `host-bootstrap`, `tool-missing`, `interrupted`, what `connect` throws. */
export const installAnywhere = (
  name: string,
  connection: HostConnection,
  installation: Installation,
  context: HostContext & { readonly runTelling: RunTelling },
): Promise<void> =>
  withHost(name, connection, context, async host => {
    const folder = makePrivateFolder(context.env)
    const expired = AbortSignal.timeout(installation.timeoutSeconds * 1000)
    try {
      const config = host.sshArguments[1]!
      writeFileSync(join(folder.path, 'ssh'), sshScript(sshOnPath(context.env), config), { mode: 0o700 })
      const { status, stdout, stderr } = await context.runTelling(
        'nixos-anywhere',
        argumentsOf(connection, installation),
        {
          cwd: folder.path,
          env: { PATH: `${folder.path}${delimiter}${context.env.PATH ?? ''}` },
          onLine: installation.onLine,
          both: true,
          signal: context.signal === undefined ? expired : AbortSignal.any([expired, context.signal]),
        },
      )
      if (status !== 0) throw failed(name, `failed with exit status ${status}`, stderr || stdout)
    } catch (error) {
      if (expired.aborted && !context.signal?.aborted)
        throw failed(name, `was stopped: it had ${installation.timeoutSeconds} s`, '')
      throw error
    } finally {
      folder.remove()
    }
  })

/** The words of the program, of its version 1.3 and newer. */
const argumentsOf = (
  { user, port, identityFile }: HostConnection,
  { disko, system, arguments: more }: Installation,
): readonly string[] => [
  '--store-paths',
  disko,
  system,
  // The key that is known stays the machine's.
  '--copy-host-keys',
  '--build-on',
  'local',
  ...(identityFile === undefined ? [] : ['-i', identityFile]),
  // Its installer listens on 22 whatever the machine did before: nixos-anywhere then changes what it was given here.
  ...(port === 22 ? [] : ['-p', String(port)]),
  ...more,
  '--target-host',
  `${user}@${targetAlias}`,
]

/** An `ssh` whose first options can't be undone by any that come after them (ssh_config(5): the first value counts). */
const sshScript = (ssh: string, config: string): string => {
  const first = [
    ...['-F', config, '-o', 'StrictHostKeyChecking=yes', '-o', `UserKnownHostsFile=${knownHosts(config)}`],
    ...['-o', 'ControlMaster=no', '-o', 'ControlPath=none'],
  ]
  return `#!/bin/sh\nexec ${quoteForShell([ssh, ...first])} "$@"\n`
}

const knownHosts = (config: string): string => join(dirname(config), 'known_hosts')

const sshOnPath = (env: HostContext['env']): string => {
  for (const folder of (env.PATH ?? '').split(delimiter))
    try {
      accessSync(join(folder, 'ssh'), constants.X_OK)
      if (folder !== '') return join(folder, 'ssh')
    } catch {
      // Not there.
    }
  throw failure('tool-missing', 'there is no ssh on PATH')
}

const failed = (name: string, what: string, stderr: string) =>
  failure('host-bootstrap', `${name}: nixos-anywhere ${what}`, {
    notes: stderr
      .trimEnd()
      .split('\n')
      .filter(line => line !== '')
      .slice(-20),
    hint: 'the machine may be half installed: terrane deploy installs it again, from the installer or from its rescue system',
  })
