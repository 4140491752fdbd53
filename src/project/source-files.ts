/**
 * Files of the project that the document names (`./script.sh`, `"${./dir}/x"`). Nix turns them into paths in the store;
 * a Terraform run on another machine, or without Nix, has no such path. So they are copied into the work folder and named
 * relative to it, under the hash that Nix computes: the same name for everybody, and a new one when the content changes.
 */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import type { StringContext } from '../modules/definitions.js'
import type { Source } from './engine.js'
import { makeFolder } from './make-folder.js'

export const storeFolder = '/nix/store/'
const filesFolder = '.terrane/files/'

/** The name of what a store path stands for, without the hash. */
export const nameInStore = (storePath: string): string => storePath.slice(storeFolder.length + 33)

/** The path in the document of what a store path stands for. */
export const relativeSource = (storePath: string): string => filesFolder + storePath.slice(storeFolder.length)

/** How a string that names source paths stands in the document. */
export const withRelativeSources = (
  text: string,
  context: Readonly<Record<string, StringContext>>,
): string => {
  let rewritten = text
  for (const path of Object.keys(context)) {
    if (context[path]!.path && path.startsWith(storeFolder))
      rewritten = rewritten.replaceAll(path, relativeSource(path))
  }
  return rewritten
}

/** Copies the source paths of a context into the work folder. What is there already is there whole, by its hash. */
export const copySources = (
  context: Readonly<Record<string, StringContext>>,
  workFolder: string,
  source: (storePath: string) => Source | undefined,
): void => {
  for (const path of Object.keys(context)) {
    if (!context[path]!.path) continue
    const target = join(workFolder, filesFolder, basename(path))
    const from = source(path)
    if (from === undefined || existsSync(target)) continue
    makeFolder(join(workFolder, filesFolder))
    const unfinished = join(workFolder, filesFolder, `.unfinished-${process.pid}-${basename(path)}`)
    try {
      if (from.kind === 'text') writeFileSync(unfinished, from.text)
      else copyTree(from.path, unfinished, from.kept)
      renameSync(unfinished, target)
    } finally {
      rmSync(unfinished, { recursive: true, force: true })
    }
  }
}

/** As the store keeps a tree: names, contents, links and the executable bit; but writable, so that it can be deleted. */
const copyTree = (from: string, to: string, kept?: ReadonlySet<string>): void => {
  const stat = lstatSync(from)
  if (stat.isSymbolicLink()) symlinkSync(readlinkSync(from), to)
  else if (stat.isDirectory()) {
    mkdirSync(to)
    for (const name of readdirSync(from)) {
      const path = join(from, name)
      if (kept === undefined || kept.has(path)) copyTree(path, join(to, name), kept)
    }
  } else {
    writeFileSync(to, readFileSync(from))
    chmodSync(to, stat.mode & 0o111 ? 0o755 : 0o644)
  }
}
