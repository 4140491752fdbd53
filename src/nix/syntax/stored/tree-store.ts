import type { Expr } from '../ast.js'

/** Trees of files that were parsed before. It may forget, it never fails, and it never gives the tree of another text. */
export interface TreeStore {
  /** The resolved tree of the file at `path` if its text is `text`. */
  readonly find: (path: string, text: string) => Expr | undefined
  /** Remembers a tree, or doesn't. */
  readonly keep: (path: string, text: string, tree: Expr) => void
}

/** Asks one after the other; each keeps what it will. */
export const firstOf = (stores: readonly TreeStore[]): TreeStore => ({
  find: (path, text) => {
    for (const store of stores) {
      const tree = store.find(path, text)
      if (tree) return tree
    }
    return undefined
  },
  keep: (path, text, tree) => {
    for (const store of stores) store.keep(path, text, tree)
  },
})
