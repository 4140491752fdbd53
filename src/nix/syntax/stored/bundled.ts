/**
 * The trees of terrane's own Nix files, made when terrane is built and shipped beside its code. All texts and trees are
 * in one file, because opening fifty takes longer than reading a megabyte.
 *
 * The texts are in it to be compared: after a change in nix/ the file is parsed like any other. Which folder they were
 * stored from doesn't matter. A tree is taken for any file with that text at that place in a folder of that name, and its
 * paths are relative.
 */
import { readFileSync } from 'node:fs'
import type { Expr } from '../ast.js'
import { layoutVersion, type Span } from './layout.js'
import { readTree } from './read.js'
import type { TreeStore } from './tree-store.js'
import type { StoredTree } from './write.js'

interface Place {
  readonly text: Span
  readonly tree: Span
  readonly root: Span
}

interface Head {
  readonly layout: number
  /** Names the parser and the builtins that the trees were made with. */
  readonly id: string
  /** The name of the folder. */
  readonly folder: string
  readonly files: Readonly<Record<string, Place>>
}

export interface Bundled extends TreeStore {
  readonly id: string
}

export interface BundledFile {
  /** Its path in the folder. */
  readonly name: string
  readonly text: string
  readonly tree: StoredTree
}

/** What goes into the file, one character for each byte. */
export const bundleTrees = (id: string, folder: string, files: readonly BundledFile[]): string => {
  let body = ''
  const append = (text: string): Span => {
    const start = body.length
    body += text
    return [start, body.length]
  }
  const places = files.map(({ name, text, tree }): [string, Place] => [
    name,
    { text: append(text), tree: append(tree.text), root: tree.root },
  ])
  const head: Head = { layout: layoutVersion, id, folder, files: Object.fromEntries(places) }
  return `${JSON.stringify(head)}\n${body}`
}

/** Opens what `bundleTrees` wrote. Undefined where there is none, or one that is not of this version. */
export const openBundled = (file: string | URL): Bundled | undefined => {
  let all: string
  let head: Head
  let end: number
  try {
    all = readFileSync(file, 'latin1')
    end = all.indexOf('\n')
    head = JSON.parse(all.slice(0, end)) as Head
  } catch {
    return undefined
  }
  if (head.layout !== layoutVersion) return undefined
  const { id, files } = head
  const slice = ([from, to]: Span): string => all.slice(end + 1 + from, end + 1 + to)
  const marker = `/${head.folder}/`

  const find = (path: string, text: string): Expr | undefined => {
    const at = path.lastIndexOf(marker)
    if (at < 0) return undefined
    const name = path.slice(at + marker.length)
    if (!Object.hasOwn(files, name)) return undefined
    const place = files[name]!
    if (slice(place.text) !== text) return undefined
    return readTree(slice(place.tree), place.root, path.slice(0, at + marker.length - 1))
  }

  return { id, find, keep: () => {} }
}
