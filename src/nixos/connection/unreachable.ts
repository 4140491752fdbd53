/** The error for a host that ssh does not get to, from what ssh says. */
import { failure, type TerraneError } from '../../contracts/diagnostic.js'
import type { HostConnection } from '../deployment.js'

/** Whether a connection ended because of a host key: the host's own, or one on the way. */
export const isAboutKeys = (stderr: string): boolean =>
  /host key verification failed|host identification has changed/i.test(stderr)

/** ssh says on the last line what went wrong; where a jump host was the reason, somewhat before. */
export const unreachable = (
  name: string,
  { host, jump }: Pick<HostConnection, 'host' | 'jump'>,
  stderr: string,
): TerraneError => {
  const said = stderr
    .trim()
    .split('\n')
    .map(line => line.trim())
    .filter(line => !/^(warning|\*\*)/i.test(line))
  const reasons = jump.length === 0 ? said : said.filter(line => !isOfTheOuter(line))
  const through = jump.length === 0 ? '' : ` through ${jump.join(', ')}`
  return failure(
    'host-connection',
    `${name}: no connection to ${host}${through}: ${reasons.at(-1) || said.at(-1) || 'ssh gave no reason'}`,
    { ...(jump.length === 0 ? {} : { notes: reasons.slice(-4, -1) }), hint: hintOf(name, jump, stderr) },
  )
}

/** Said by the ssh that waited for a connection through the jump host: only that there is none. */
const isOfTheOuter = (line: string): boolean =>
  / UNKNOWN port \d+$|^kex_exchange_identification:|^Connection closed by remote host/.test(line)

const hintOf = (name: string, jump: readonly string[], stderr: string): string => {
  if (/permission denied/i.test(stderr))
    return jump.length === 0
      ? 'the host does not take any of your keys: see target.user, target.identityFile, target.identity'
      : 'your keys for jump hosts are those of your own ssh configuration; for the host, see target.user, target.identityFile, target.identity'
  // The host's own key would be told of as such.
  if (jump.length > 0 && isAboutKeys(stderr))
    return 'a jump host is known by your own known_hosts: log in to it once with ssh, and look at its key'
  return `try: terrane ssh ${name}`
}
