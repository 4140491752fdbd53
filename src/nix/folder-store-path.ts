import { diskFiles } from './eval/files.js'
import { storeTree } from './eval/source-tree.js'
import { narHash } from './store/nar.js'
import { makeFixedOutputPath } from './store/store-path.js'
import { toBytes } from './syntax/bytes.js'

/** The path that a folder would have in the store, as a whole and under `name`; undefined for one that can't be there. */
export const folderStorePath = (folder: string, name: string): string | undefined => {
  try {
    return makeFixedOutputPath(
      toBytes(name),
      'recursive',
      narHash(storeTree(diskFiles(undefined, false)), toBytes(folder)),
    )
  } catch {
    return undefined
  }
}
