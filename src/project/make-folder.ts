import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { TerraneError } from '../contracts/diagnostic.js'
import { fileAccess } from '../contracts/file-access.js'

/**
 * Makes a folder and those above it that are missing. Not Node's own recursive way, which never ends where the system
 * says of a folder that is there that nothing can be made in it since it is not there (/proc). Throws `file-access`.
 */
export const makeFolder = (path: string, mode?: number): void => {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
    if (dirname(path) !== path) makeFolder(dirname(path))
    mkdirSync(path, mode)
  } catch (error) {
    // Another process may have been faster.
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST' && isFolder(path)) return
    throw error instanceof TerraneError ? error : fileAccess('write', path, error)
  }
}

const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}
