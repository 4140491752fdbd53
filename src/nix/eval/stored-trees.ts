/** Which files need not be parsed: terrane's own, and those in the user's cache. */
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { type Bundled, openBundled } from '../syntax/stored/bundled.js'
import { diskCache } from '../syntax/stored/disk-cache.js'
import { firstOf, type TreeStore } from '../syntax/stored/tree-store.js'

let opened: { readonly bundled: Bundled | undefined } | undefined

/** Beside the built code. From sources everything is parsed: a parser that is worked on must not find old trees. */
const ownTrees = (): Bundled | undefined => {
  opened ??= {
    bundled: import.meta.url.endsWith('.ts')
      ? undefined
      : openBundled(new URL('./nix-syntax', import.meta.url)),
  }
  return opened.bundled
}

const cacheFolder = (env: Readonly<Record<string, string | undefined>>): string => {
  const { XDG_CACHE_HOME: named } = env
  return named !== undefined && isAbsolute(named)
    ? join(named, 'terrane')
    : join(env.HOME ?? homedir(), '.cache', 'terrane')
}

/** The stores of an evaluation with that environment. `TERRANE_CACHE=off` leaves the user's cache alone. */
export const storedTrees = (env: Readonly<Record<string, string | undefined>>): TreeStore | undefined => {
  const own = ownTrees()
  if (own === undefined || env.TERRANE_CACHE === 'off') return own
  return firstOf([own, diskCache(join(cacheFolder(env), `syntax-${own.id}`))])
}
