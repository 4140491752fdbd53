import { closeSync, constants, openSync } from 'node:fs'
import { fileAccess } from '../contracts/file-access.js'

export { fileAccess }

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
