/**
 * The configuration that ssh gets from us. It names the target by one fixed alias, so that no address is ever read as a
 * pattern or an option, and so that `nix copy` needs nothing but that alias.
 *
 * ssh takes the first value that it finds for an option (ssh_config(5)): what safety rests on comes first, then the
 * options of the project, then our defaults. Of the user's own configuration the target gets what leads to it and how to
 * log in; jump hosts get all of it.
 */
import type { HostConnection } from '../deployment.js'

/** What ssh and nix call the target. */
export const targetAlias = 'terrane-target'

export interface ConfigFiles {
  readonly knownHosts: string
  /** Socket of the shared connection. */
  readonly control: string
  /** Socket of the ssh-agent that holds the project's key. */
  readonly agent?: string
  /** The user's own configuration, for jump hosts. */
  readonly userConfig?: string
}

/** The text of the configuration. `user` is what `readUserConfig` found for the target's address. */
export const sshConfig = (
  connection: HostConnection,
  files: ConfigFiles,
  user: ReadonlyMap<string, readonly string[]>,
): string => {
  const { host, port, jump, options, identityFile } = connection
  const hostName = user.get('hostname')?.[0] ?? host
  const lines: string[] = [
    `HostName ${escapePercent(hostName)}`,
    `Port ${port}`,
    `User ${connection.user}`,
    `HostKeyAlias ${keyAlias(connection.alias)}`,
    `UserKnownHostsFile ${files.knownHosts}`,
    'GlobalKnownHostsFile /dev/null',
    'StrictHostKeyChecking yes',
    'CheckHostIP no',
    'UpdateHostKeys no',
    'VerifyHostKeyDNS no',
    'NoHostAuthenticationForLocalhost no',
    'BatchMode yes',
    'ForwardAgent no',
    'ForwardX11 no',
    'ClearAllForwardings yes',
    'PermitLocalCommand no',
    'RemoteCommand none',
    'RequestTTY no',
    'EscapeChar none',
    `ControlPath ${files.control}`,
    'ControlMaster no',
    'ControlPersist no',
  ]
  if (files.agent !== undefined) lines.push(`IdentityAgent ${files.agent}`, 'IdentityFile none')
  if (identityFile !== undefined)
    lines.push(`IdentityFile "${escapePercent(identityFile)}"`, 'IdentitiesOnly yes')
  if (jump.length > 0) lines.push(`ProxyJump ${jump.join(',')}`)
  lines.push(...options)
  lines.push('ConnectTimeout 10', 'ServerAliveInterval 5', 'ServerAliveCountMax 3', 'TCPKeepAlive yes')
  const leaveOut = new Set<string>(['hostname'])
  if (jump.length > 0) leaveOut.add('proxyjump').add('proxycommand')
  if (files.agent !== undefined) leaveOut.add('identityagent').add('identityfile').add('identitiesonly')
  if (identityFile !== undefined) leaveOut.add('identityfile').add('identitiesonly')
  for (const [name, values] of user)
    if (!leaveOut.has(name)) for (const value of values) lines.push(`${name} ${value}`)
  const include = files.userConfig === undefined ? [] : [`  Include "${files.userConfig}"`]
  return [
    `Host ${targetAlias}`,
    ...lines.map(line => `  ${line}`),
    // A jump host is verified by what the user knows of it.
    `Host !${targetAlias} *`,
    '  StrictHostKeyChecking yes',
    '  BatchMode yes',
    '  ForwardAgent no',
    '  PermitLocalCommand no',
    '  ControlMaster no',
    '  ControlPath none',
    '  ConnectTimeout 10',
    ...include,
    '',
  ].join('\n')
}

/** A name for known_hosts: no blank, comma or pattern in it, and different for different identities. */
export const keyAlias = (alias: string): string =>
  alias.replace(/[^A-Za-z0-9._-]/gu, character => `_${character.codePointAt(0)!.toString(16)}_`)

const escapePercent = (text: string): string => text.replaceAll('%', '%%')
