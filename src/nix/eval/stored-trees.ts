/** Which files need not be parsed: terrane's own, and those in the user's cache. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from '../../process/cache-folder.js'
import type { Expr } from '../syntax/ast.js'
import { toBytes } from '../syntax/bytes.js'
import { type Bundled, openBundled } from '../syntax/stored/bundled.js'
import { diskCache } from '../syntax/stored/disk-cache.js'
import { firstOf, type TreeStore } from '../syntax/stored/tree-store.js'

let own: { readonly bundled: Bundled | undefined } | undefined

const fromSources = import.meta.url.endsWith('.ts')

/** Beside the built code. From sources there is none: a parser that is worked on must not find old trees. */
const ownTrees = (): Bundled | undefined => {
  own ??= { bundled: fromSources ? undefined : openBundled(new URL('./nix-syntax', import.meta.url)) }
  return own.bundled
}

/** Terrane's own files as this process has parsed them: from sources, many evaluations run in one process of the tests. */
const parsedHere = (): TreeStore => {
  const folder = toBytes(fileURLToPath(new URL('../../../nix/', import.meta.url)))
  const parsed = new Map<string, { readonly text: string; readonly tree: Expr }>()
  return {
    find: (path, text) => {
      const known = parsed.get(path)
      return known?.text === text ? known.tree : undefined
    },
    keep: (path, text, tree) => {
      if (path.startsWith(folder)) parsed.set(path, { text, tree })
    },
  }
}

const ofProcess = fromSources ? parsedHere() : firstOf([])

/** The stores of an evaluation with that environment. They are opened when the first file is looked for. */
export const storedTrees = (env: Readonly<Record<string, string | undefined>>): TreeStore => {
  let stores: TreeStore | undefined
  const open = (): TreeStore => {
    const bundled = ownTrees()
    const folder = cacheFolder(env)
    if (bundled === undefined) return ofProcess
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
