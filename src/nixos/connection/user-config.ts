import { failure } from '../../contracts/diagnostic.js'
import type { Run } from '../../process/runner.js'

/** How to get to a host and how to log in: nothing that runs a command of ours elsewhere, forwards or trusts. */
const respected = new Set([
  'hostname',
  'proxyjump',
  'proxycommand',
  'identityfile',
  'identityagent',
  'identitiesonly',
  'certificatefile',
  'pkcs11provider',
  'securitykeyprovider',
  'addressfamily',
  'bindaddress',
  'bindinterface',
  'kexalgorithms',
  'ciphers',
  'macs',
  'pubkeyacceptedalgorithms',
  'compression',
])

/**
 * What the user's own ssh configuration says of a host, by `ssh -G`: option names in lower case. Throws `tool-missing`
 * without ssh, `host-invalid` for a configuration that ssh doesn't read.
 */
export const readUserConfig = async (
  run: Run,
  host: string,
  user: string,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const { status, stdout, stderr } = await run('ssh', ['-G', '-l', user, '--', host])
  if (status !== 0)
    throw failure('host-invalid', `ssh does not read its configuration: ${stderr.trim().split('\n').pop()}`)
  const found = new Map<string, string[]>()
  for (const line of stdout.split('\n')) {
    const [, name, value] = /^(\S+) (.*)$/.exec(line) ?? []
    if (name !== undefined && value !== undefined && respected.has(name))
      found.set(name, [...(found.get(name) ?? []), value])
  }
  return found
}
