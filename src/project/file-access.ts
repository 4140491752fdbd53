import { closeSync, constants, openSync } from 'node:fs'
import { failure, type TerraneError } from '../contracts/diagnostic.js'

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EIO: 'the device has failed',
  EFBIG: 'it would be too large',
  ELOOP: 'its symbolic links go round',
  EPIPE: 'nobody reads it',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ENOENT: 'it does not exist',
  ENAMETOOLONG: 'the name is too long',
}

/** The error for a file or folder that the system refused: `file-access`. `cause` is what Node threw. */
export const fileAccess = (what: 'read' | 'write', path: string, cause: unknown): TerraneError => {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const reason = reasons[code] ?? (cause instanceof Error ? cause.message : String(cause))
  return failure('file-access', `can't ${what} ${path}: ${reason}`, { cause })
}

/** The path itself, of a file that can be read. Throws `file-access` for any other. */
export const readable = (path: string): string => {
  try {
    // A pipe without a writer would be waited for.
    closeSync(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK))
    return path
  } catch (error) {
    throw fileAccess('read', path, error)
  }
}
