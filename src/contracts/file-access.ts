/** What the system says of files, for people. */
import { failure, type TerraneError } from './diagnostic.js'

const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'something else is there',
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
