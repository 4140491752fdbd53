/** Files that are either as they were or complete, also when we are killed or the disk is full. */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileAccess } from './file-access.js'

export interface WriteOptions {
  /** Permissions, as far as the umask leaves them: 0644 when absent. */
  readonly mode?: number
}

/**
 * Writes `text` to `path` through a file beside it. Leaves the file alone, times included, when it already has this
 * text; returns whether it was changed. Makes missing folders. What is no ordinary file (a pipe, /dev/null) is written to,
 * and not replaced. Throws `file-access`.
 */
export const writeAtomically = (path: string, text: string, options: WriteOptions = {}): boolean => {
  if (isSpecial(path)) return writeInto(path, text)
  if (readIfThere(path) === text) return false
  const temporary = writeBeside(path, text, options.mode)
  try {
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
    mkdirSync(dirname(path), { recursive: true })
    const file = openSync(temporary, 'wx', mode)
    try {
      writeFileSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    return temporary
  } catch (error) {
    rmSync(temporary, { force: true })
    throw fileAccess('write', path, error)
  }
}

const isSpecial = (path: string): boolean => {
  try {
    const stat = statSync(path)
    return !stat.isFile() && !stat.isDirectory()
  } catch {
    return false
  }
}

const writeInto = (path: string, text: string): true => {
  try {
    writeFileSync(path, text)
    return true
  } catch (error) {
    throw fileAccess('write', path, error)
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
