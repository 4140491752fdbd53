/**
 * Tells when a file changes that a project may be made of: the folders of the entries with all that lies below them, and
 * the folders of the modules that they have imported from elsewhere. Folders are watched, not files: editors replace a
 * file by another one.
 */
import { type FSWatcher, readdirSync, watch } from 'node:fs'
import { dirname, join } from 'node:path'
import { isInside } from './folder.js'

export interface Watching {
  /** Watches these folders too, and what has come below the others since. */
  readonly add: (folders: readonly string[]) => void
  readonly stop: () => void
}

/** So that what an editor does in several steps is one change. */
const settle = 30

/** Beyond so many folders it is not a project any more. */
const most = 5000

/** What is no source: Terraform's and terrane's own files, version control, what package managers bring. */
const ignoredFolders = new Set([
  '.git',
  '.terrane',
  '.terraform',
  'node_modules',
  '.direnv',
  'terraform.tfstate.d',
])
const ignoredFiles =
  /^(?:config\.tf\.json(?:\.before-terrane)?|\.terraform.*|.*\.tfstate(?:\..*)?|\.[0-9a-f]{16}\.tmp|.*~|\.#.*|#.*#|.*\.sw[a-z]|4913)$/

/** Calls `onChange` some milliseconds after the last of several changes. Folders that are not there are left out. */
export const watchSources = (folders: readonly string[], onChange: () => void): Watching => {
  const watchers = new Map<string, FSWatcher>()
  const roots = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const changed = (_: string, name: string | null) => {
    if (name !== null && (ignoredFiles.test(name) || ignoredFolders.has(name))) return
    clearTimeout(timer)
    timer = setTimeout(onChange, settle)
  }
  const watchOne = (folder: string) => {
    if (watchers.has(folder) || watchers.size >= most) return
    try {
      const watcher = watch(folder, changed)
      watcher.on('error', () => {
        watchers.delete(folder)
        watcher.close()
      })
      watchers.set(folder, watcher)
    } catch {
      // It is gone, or not ours to read.
    }
  }
  const add = (more: readonly string[]) => {
    for (const root of more) roots.add(root)
    for (const root of roots) for (const folder of foldersBelow(root)) watchOne(folder)
  }
  add(folders)
  return {
    add,
    stop: () => {
      clearTimeout(timer)
      for (const watcher of watchers.values()) watcher.close()
    },
  }
}

/** The folders of modules that lie outside of the given ones; nothing in the Nix store changes. */
export const foldersElsewhere = (files: readonly string[], folders: readonly string[]): readonly string[] => [
  ...new Set(
    files
      .filter(file => file.startsWith('/') && !file.startsWith('/nix/store/'))
      .map(file => dirname(file))
      .filter(folder => !folders.some(known => isInside(folder, known))),
  ),
]

const foldersBelow = (root: string): readonly string[] => {
  const found = [root]
  for (const folder of found) {
    if (found.length >= most) break
    for (const entry of entriesOf(folder))
      if (entry.isDirectory() && !ignoredFolders.has(entry.name)) found.push(join(folder, entry.name))
  }
  return found
}

const entriesOf = (folder: string) => {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
