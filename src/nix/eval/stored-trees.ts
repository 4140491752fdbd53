/** Which files need not be parsed: terrane's own, and those in the user's cache. */
import { join } from 'node:path'
import { cacheFolder } from '../../process/cache-folder.js'
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

/** The stores of an evaluation with that environment. */
export const storedTrees = (env: Readonly<Record<string, string | undefined>>): TreeStore | undefined => {
  const own = ownTrees()
  const folder = cacheFolder(env)
  return own && folder !== undefined ? firstOf([own, diskCache(join(folder, `syntax-${own.id}`))]) : own
}
