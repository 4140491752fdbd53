/** What of a connection could be read by ssh as something else than it is: an option, a second line, a pattern. */
import { failure } from '../../contracts/diagnostic.js'
import type { HostConnection } from '../deployment.js'

/** Throws `host-invalid` for values that no address, user, jump host, option or key looks like. */
export const checkConnection = (name: string, connection: HostConnection): void => {
  const { host, port, user, sudo, jump, options, hostKeys, identityFile } = connection
  const check = (fits: boolean, what: string, value: string, hint: string) => {
    if (!fits)
      throw failure('host-invalid', `${name}: ${what} ${JSON.stringify(value)} can't be used`, { hint })
  }
  check(
    /^[A-Za-z0-9_:][\w.:%-]*$/.test(host),
    'the address',
    host,
    'give a name or an address, without a user or a port',
  )
  check(
    Number.isInteger(port) && port > 0 && port < 65536,
    'the port',
    String(port),
    'give one of 1 to 65535',
  )
  check(/^[A-Za-z0-9_][\w.@+-]*\$?$/.test(user), 'the user', user, 'give the name of a user of the host')
  check(
    user === 'root' || sudo,
    'the user',
    user,
    'deploying needs root: set target.sudo = true, or use target.user = "root"',
  )
  for (const hop of jump)
    check(
      /^([A-Za-z0-9_][\w.+-]*@)?([\w][\w.-]*|\[[\w:.%]+\])(:\d+)?$/.test(hop),
      'the jump host',
      hop,
      'write it as user@host:port; user and port may be left out',
    )
  for (const option of options)
    check(
      /^[A-Za-z]\w*\s*[= ]\s*[^\n\r\0]+$/.test(option),
      'the ssh option',
      option,
      'write it as ssh -o has it: Name=value',
    )
  for (const key of hostKeys)
    check(
      /^[a-z][\w.@-]+ [A-Za-z0-9+/]+=*( [^\n\r\0]*)?$/.test(key),
      'the host key',
      key,
      'give the text of a public key: ssh-ed25519 AAAA…',
    )
  if (identityFile !== undefined)
    check(
      !/[\n\r\0"]/.test(identityFile),
      'the identity file',
      identityFile,
      'give the path of a private key',
    )
}
