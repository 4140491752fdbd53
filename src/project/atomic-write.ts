/** Files that are either as they were or complete, also when we are killed or the disk is full. */
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { failure, TerraneError } from '../contracts/diagnostic.js'
import { fileAccess } from '../contracts/file-access.js'
import { makeFolder } from './make-folder.js'

export interface WriteOptions {
  /** Permissions, as far as the umask leaves them: 0644 when absent. */
  readonly mode?: number
}

/**
 * Writes `text` to `path` through a file beside it. Leaves the file alone, times included, when it already has this
 * text; returns whether it was changed. Makes missing folders. A file that is replaced keeps its permissions, a link
 * stays one to what is written. What is no ordinary file (a pipe, /dev/null) is written to, and not replaced. Throws
 * `file-access`.
 */
export const writeAtomically = (named: string, text: string, options: WriteOptions = {}): boolean => {
  if (isSpecial(named)) return writeInto(named, text)
  const path = linkTarget(named)
  const stat = statOf(path)
  if (stat?.isDirectory()) throw failure('file-access', `can't write ${named}: it is a folder`)
  if (readIfThere(path) === text) return false
  const temporary = writeBeside(path, text, options.mode)
  try {
    if (stat !== undefined && options.mode === undefined) chmodSync(temporary, stat.mode & 0o777)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw fileAccess('write', path, error)
  }
  return true
}

/**
 * Makes the file `path` with `text` unless there is one. Of several processes that try, exactly one succeeds, and no
 * one ever sees an incomplete file. Returns whether it was made. Throws `file-access`.
 */
export const createExclusively = (path: string, text: string, options: WriteOptions = {}): boolean => {
  const temporary = writeBeside(path, text, options.mode)
  try {
    linkSync(temporary, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw fileAccess('write', path, error)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** Removes a file, if there is one. Throws `file-access`. */
export const removeIfThere = (path: string): void => {
  try {
    rmSync(path, { force: true })
  } catch (error) {
    throw fileAccess('write', path, error)
  }
}

/** The text of a file; undefined when there is none. Throws `file-access` for one that can't be read. */
export const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw fileAccess('read', path, error)
  }
}

const writeBeside = (path: string, text: string, mode = 0o644): string => {
  const temporary = join(dirname(path), `.${randomBytes(8).toString('hex')}.tmp`)
  try {
    makeFolder(dirname(path))
    const file = openSync(temporary, 'wx', mode)
    try {
      writeFileSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    return temporary
  } catch (error) {
    try {
      rmSync(temporary, { force: true })
    } catch {
      // Where nothing could be written, nothing can be removed: what is told is the first failure.
    }
    throw error instanceof TerraneError ? error : fileAccess('write', path, error)
  }
}

const statOf = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    throw fileAccess('write', path, error)
  }
}

/** Devices, pipes, sockets; and whatever one of our own open files is. */
const isSpecial = (path: string): boolean => {
  const stat = statOf(path)
  if (stat === undefined || stat.isDirectory()) return false
  return !stat.isFile() || openFile(path) !== undefined
}

/** The number of the open file that a path stands for: it has its place in that file, which may not be the beginning. */
const openFile = (path: string): number | undefined => {
  if (path === '/dev/stdout') return 1
  if (path === '/dev/stderr') return 2
  const [, number] = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(path) ?? []
  return number === undefined ? undefined : Number(number)
}

const writeInto = (path: string, text: string): true => {
  try {
    writeFileSync(openFile(path) ?? path, text, { flag: 'a' })
    return true
  } catch (error) {
    throw fileAccess('write', path, error)
  }
}

/** What a symbolic link leads to, also where that isn't there yet; any other path as it is. */
const linkTarget = (path: string): string => {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()
  return isLink ? linkTarget(resolve(realpathSync(dirname(path)), readlinkSync(path))) : path
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
