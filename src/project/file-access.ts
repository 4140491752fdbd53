import { closeSync, constants, openSync, type Stats, statSync } from 'node:fs'
import { fileAccess } from '../contracts/file-access.js'

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

/** What is there; undefined where nothing is. Throws `file-access` where that can't be told. */
export const statOf = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    throw fileAccess('read', path, error)
  }
}
