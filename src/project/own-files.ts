/** What terrane and Terraform write into a work folder, found in trees of files. */
import { type Dirent, lstatSync, mkdirSync, readdirSync, realpathSync, rmdirSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { folderStorePath } from '../nix/folder-store-path.js'
import { isStateFile, stateFolder } from '../terraform/driver/state-files.js'
import { readIfThere } from './atomic-write.js'
import type { Source } from './engine.js'
import { filesIn, isInside } from './folder.js'
import { nameInStore, storeFolder } from './source-files.js'
import { documentPath, terraneFolder } from './work-folder.js'

type Tree = Source & { readonly kind: 'path' }

/** Whether a local state lies in a folder. */
export const hasState = (folder: string): boolean => filesIn(folder).some(isState)

/** What the tree that `storePath` stands for has of a work folder: relative paths, of the first few files and folders. */
export const ownFilesIn = (storePath: string, tree: Tree, workFolder: string): readonly string[] => {
  const name = nameInStore(storePath)
  return [...(isState(name) ? [name] : []), ...walk(tree, isOwn(workFolder))]
}

/** Where in a tree the work folder is, if all of the tree is copied; undefined where it is not in it. */
export const workFolderIn = (
  storePath: string,
  { path, kept }: Tree,
  workFolder: string,
): string | undefined => {
  const real = realPath(workFolder)
  if (!path.startsWith(storeFolder))
    return kept === undefined && isInside(real, path) ? relative(path, real) : undefined
  // Nix tells no more than the hash; the name says which folder it may be of.
  const name = nameInStore(storePath)
  for (let folder = real; folder !== dirname(folder); folder = dirname(folder))
    if (basename(folder) === name && folderStorePath(folder, name) === storePath)
      return relative(folder, real)
  return undefined
}

/** Whether a work folder has something in it that is not to be copied. */
export const hasOwnFiles = (workFolder: string): boolean =>
  walk({ kind: 'path', path: workFolder }, isOwn(workFolder)).length > 0

/** Runs `body` while a work folder that has no such thing has one. */
export const withOwnFile = async <T>(workFolder: string, body: () => Promise<T>): Promise<T> => {
  const marker = terraneFolder(workFolder)
  mkdirSync(marker)
  try {
    return await body()
  } finally {
    rmdirSync(marker)
  }
}

const realPath = (path: string): string => {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

const isState = (name: string): boolean =>
  isStateFile(name) || name === stateFolder || name.endsWith('.tfplan')

const isOwn = (workFolder: string) => {
  const document = readIfThere(documentPath(workFolder))
  return (name: string, path: string): boolean =>
    name === '.terrane' ||
    isState(name) ||
    // The document has the hash of the tree in it: the two would never come to rest.
    (name === basename(documentPath('')) && document !== undefined && readIfThere(path) === document)
}

const shownAtMost = 3

/** The relative paths of the first files and folders in a tree that are `wanted`. */
const walk = (
  { path: root, kept }: Tree,
  wanted: (name: string, path: string) => boolean,
): readonly string[] => {
  const found: string[] = []
  const visit = (folder: string) => {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name)
      if (found.length >= shownAtMost) return
      if (kept !== undefined && !kept.has(path)) continue
      if (wanted(entry.name, path)) found.push(relative(root, path))
      else if (entry.isDirectory()) visit(path)
    }
  }
  if (lstatSync(root, { throwIfNoEntry: false })?.isDirectory()) visit(root)
  return found
}

const entriesOf = (folder: string): readonly Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
