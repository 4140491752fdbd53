import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/**
 * Where terrane keeps what it can make again at any time: `$XDG_CACHE_HOME/terrane`, else `~/.cache/terrane`. Undefined
 * with `TERRANE_CACHE=off`. (XDG Base Directory Specification: a path that is not absolute doesn't count.)
 */
export const cacheFolder = (env: Readonly<Record<string, string | undefined>>): string | undefined => {
  if (env.TERRANE_CACHE === 'off') return undefined
  const { XDG_CACHE_HOME: named } = env
  if (named !== undefined && isAbsolute(named)) return join(named, 'terrane')
  return join(env.HOME ?? homedir(), '.cache', 'terrane')
}
