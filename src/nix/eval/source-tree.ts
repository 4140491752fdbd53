import type { FileTree } from '../store/nar.js'
import { evaluationError } from './failure.js'
import type { Files } from './files.js'

/** The files as the archive writer reads them. */
export const storeTree = (files: Files): FileTree => ({
  typeOf: path => {
    const kind = files.kind(path)
    if (kind === undefined) throw evaluationError(`path '${path}' does not exist`)
    return kind
  },
  isExecutable: path => files.executable(path),
  readFile: path => Buffer.from(files.read(path), 'latin1'),
  readDirectory: path => [...files.list(path).keys()],
  readLink: path => files.target(path),
})
