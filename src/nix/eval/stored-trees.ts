/** Which files need not be parsed: terrane's own, and those in the user's cache. */
import { join } from 'node:path'
import { cacheFolder } from '../../process/cache-folder.js'
import { type Bundled, openBundled } from '../syntax/stored/bundled.js'
import { diskCache } from '../syntax/stored/disk-cache.js'
import { firstOf, type TreeStore } from '../syntax/stored/tree-store.js'

let own: { readonly bundled: Bundled | undefined } | undefined

/** Beside the built code. From sources everything is parsed: a parser that is worked on must not find old trees. */
const ownTrees = (): Bundled | undefined => {
  own ??= {
    bundled: import.meta.url.endsWith('.ts')
      ? undefined
      : openBundled(new URL('./nix-syntax', import.meta.url)),
  }
  return own.bundled
}

/** The stores of an evaluation with that environment. They are opened when the first file is looked for. */
export const storedTrees = (env: Readonly<Record<string, string | undefined>>): TreeStore => {
  let stores: TreeStore | undefined
  const open = (): TreeStore => {
    const bundled = ownTrees()
    const folder = cacheFolder(env)
    if (bundled === undefined) return firstOf([])
    return folder === undefined
      ? bundled
      : firstOf([bundled, diskCache(join(folder, `syntax-${bundled.id}`))])
  }
  const opened = (): TreeStore => {
    stores ??= open()
    return stores
  }
  return {
    find: (path, text) => opened().find(path, text),
    keep: (path, text, tree) => opened().keep(path, text, tree),
  }
}
