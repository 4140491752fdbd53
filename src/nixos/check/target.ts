import type { DescribedHost } from '../described-host.js'
import { isOutputPlace } from '../manifest.js'
import type { Complain, HostProblem, HostSurroundings } from './problem.js'

/** How the host is reached. */
export const checkTarget = (
  target: DescribedHost['target'],
  { inFlake }: HostSurroundings,
  complain: Complain,
): readonly HostProblem[] => {
  const problems: HostProblem[] = []
  const say = (option: string, message: string, hint?: string) =>
    problems.push(complain(['target', option], message, hint))
  const { host, user, sudo, port, identity, identityFile, resource } = target
  if (host === null) {
    const hint = "set target.host to a literal address, or to a resource's: config.resource.<type>.<label> …"
    say('host', 'has no address', hint)
  } else if (typeof host === 'string' && !isAddress(host)) say('host', `has '${host}' for an address`)
  if (typeof user === 'string' && !isUser(user)) say('user', `has '${user}' for a user`)
  if (typeof user === 'string' && user !== 'root' && !sudo)
    say(
      'user',
      `is logged in to as '${user}', who is not root`,
      'set target.sudo = true, where sudo asks for no password',
    )
  if (typeof port === 'string' && !/^\d+$/.test(port)) say('port', `has '${port}' for a port`)
  if (identity !== null && identityFile !== null) say('identity', 'has both an identity and an identityFile')
  if (identity === 'text' && inFlake)
    say(
      'identity',
      'has a private key in the text of a flake, which is copied into the store, where everyone can read it',
      'name a file that is not in the flake, with target.identityFile',
    )
  if (resource !== null && !/^[\w-]+\.[\w-]+/.test(resource))
    say('resource', `has '${resource}' for a resource`, 'as in aws_instance.web')
  for (const option of ['jump', 'options'] as const) {
    const values = target[option]
    if (isOutputPlace(values)) continue
    for (const value of values)
      if (value === '' || value.startsWith('-')) say(option, `has '${value}' in \`target.${option}'`)
  }
  return problems
}

/** What ssh could not take for an option, or a shell there for more than a word. */
export const isAddress = (text: string): boolean => /^[A-Za-z0-9_[:][\w.:%[\]-]*$/.test(text)

export const isUser = (text: string): boolean => /^[A-Za-z0-9_][\w.@+-]*$/.test(text)
