/** What of a deployment could not be written as a line of the agent's plan, or would be read there as something else. */
import { failure } from '../contracts/diagnostic.js'
import type { HostDeployment } from './deployment.js'

/** Throws `host-invalid` before anything is sent. */
export const checkDeployment = ({ name, closure, keys, health, rollback, keep }: HostDeployment): void => {
  const check = (fits: boolean, what: string, value: string, hint: string) => {
    if (!fits)
      throw failure('host-invalid', `${name}: ${what} ${JSON.stringify(value)} can't be used`, { hint })
  }
  const unit = (value: string) =>
    check(
      /^[A-Za-z0-9:_.\\@-]+$/.test(value) && !value.startsWith('-'),
      'the unit',
      value,
      'give a name such as nginx.service',
    )
  check(
    /^\/nix\/store\/[0-9a-z]{32}-[\w.+?=-]+$/.test(closure),
    'the system',
    closure,
    'it must be a store path',
  )
  check(Number.isInteger(keep) && keep >= 0, 'generations.keep', String(keep), 'give a number from 0 on')
  check(rollback.timeoutSeconds > 0, 'rollback.timeout', String(rollback.timeoutSeconds), 'give some seconds')
  const paths = new Set<string>()
  for (const key of keys) {
    const { path, owner, group, mode } = key
    check(
      /^(\/[^/\0\n\r]+)+$/.test(path) && !/\/\.{1,2}(\/|$)/.test(path),
      `the path of the key ${key.name}`,
      path,
      'give an absolute path of a file, without . and ..',
    )
    check(
      !path.startsWith('/nix/store/'),
      `the path of the key ${key.name}`,
      path,
      'everybody can read the store',
    )
    check(!paths.has(path), `the path of the key ${key.name}`, path, 'another key has it')
    paths.add(path)
    for (const account of [owner, group])
      check(
        /^[A-Za-z0-9_][\w.-]*\$?$/.test(account),
        `the owner of the key ${key.name}`,
        account,
        'give a user and a group',
      )
    check(
      /^0?[0-7]{3,4}$/.test(mode),
      `the mode of the key ${key.name}`,
      mode,
      'give an octal one, such as 0400',
    )
    for (const name of [...key.restart, ...key.reload]) unit(name)
  }
  for (const name of health.units) unit(name)
  for (const { url } of health.http)
    check(
      /^https?:\/\/[^\s\0]+$/.test(url),
      'the address of a health check',
      url,
      'give an http or https URL',
    )
  for (const { port, host = 'localhost' } of health.tcp) {
    check(
      Number.isInteger(port) && port > 0 && port < 65536,
      'the port of a health check',
      String(port),
      'give one of 1 to 65535',
    )
    check(
      /^[A-Za-z0-9:][\w.:-]*$/.test(host),
      'the address of a health check',
      host,
      'give a name or an address',
    )
  }
  for (const words of health.command)
    check(
      words.length > 0 && words.every(word => !/[\0\n\r]/.test(word)),
      'the command of a health check',
      words.join(' '),
      'give a program and its arguments, without line ends',
    )
}
