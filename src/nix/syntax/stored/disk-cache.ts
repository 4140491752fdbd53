/**
 * Trees of the user's own libraries, such as nixpkgs' lib, in a folder of his cache: a file for each, named by the path
 * of what was parsed. An entry holds that text, to be compared, and a checksum: its pieces are read while the evaluation
 * is under way, when it would be too late to find it damaged.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Expr } from '../ast.js'
import { layoutVersion, type Span } from './layout.js'
import { readTree } from './read.js'
import type { TreeStore } from './tree-store.js'
import { writeTree } from './write.js'

/** A smaller file is parsed about as fast as it would be looked up. */
const worthKeeping = 2048

interface Head {
  readonly layout: number
  /** Of the rest, from the line's end on. */
  readonly sum: string
  /** How long the text is. The tree follows it. */
  readonly text: number
  readonly root: Span
}

const sumOf = (content: string): string => createHash('sha256').update(content, 'latin1').digest('base64')

/** Puts a file in place whole or not at all, also beside another process that writes the same. */
const write = (folder: string, file: string, content: string): void => {
  const draft = join(folder, `${file}.${process.pid}.new`)
  mkdirSync(folder, { recursive: true })
  try {
    writeFileSync(draft, content, 'latin1')
    renameSync(draft, join(folder, file))
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

/** The cache in `folder`, which need not exist. */
export const diskCache = (folder: string): TreeStore => {
  const nameOf = (path: string): string => createHash('sha256').update(path, 'latin1').digest('hex')

  const find = (path: string, text: string): Expr | undefined => {
    if (text.length < worthKeeping) return undefined
    try {
      const all = readFileSync(join(folder, nameOf(path)), 'latin1')
      const end = all.indexOf('\n')
      const head = JSON.parse(all.slice(0, end)) as Head
      const rest = all.slice(end + 1)
      if (head.layout !== layoutVersion || !rest.startsWith(text) || head.text !== text.length)
        return undefined
      return sumOf(rest) === head.sum ? readTree(rest.slice(head.text), head.root) : undefined
    } catch {
      // Not there, not readable or damaged: it is parsed, and written anew.
      return undefined
    }
  }

  const keep = (path: string, text: string, tree: Expr): void => {
    if (text.length < worthKeeping) return
    const stored = storedOf(tree)
    if (stored === undefined) return
    const rest = text + stored.text
    const head: Head = {
      layout: layoutVersion,
      sum: sumOf(rest),
      text: text.length,
      root: stored.root,
    }
    try {
      write(folder, nameOf(path), `${JSON.stringify(head)}\n${rest}`)
    } catch {
      // A cache that can't be written is no cache.
    }
  }

  return { find, keep }
}

/** Undefined also for what is nested so deeply that the stack ends: it can still be evaluated with a larger one. */
const storedOf = (tree: Expr) => {
  try {
    return writeTree(tree)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
