/**
 * A `config.tf.json` that somebody else has written, by hand or with `terranix > config.tf.json`: it is replaced, since that
 * is where the document goes, but kept beside. What terrane wrote is known by its hash.
 */
import { createHash } from 'node:crypto'
import { constants, copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Emit } from '../contracts/events.js'
import { fileAccess } from '../contracts/file-access.js'
import { readIfThere, writeAtomically } from './atomic-write.js'
import { documentPath, terraneFolder } from './work-folder.js'

/** Keeps a document that `text` will replace, if it isn't ours and says something else. Throws `file-access`. */
export const keepForeignDocument = (workFolder: string, text: string, emit: Emit): void => {
  const path = documentPath(workFolder)
  const there = readIfThere(path)
  // Whoever wrote it: there is nothing to replace.
  if (there === text) return
  if (there !== undefined && readIfThere(recordPath(workFolder)) !== record(there) && !isSame(there, text)) {
    const kept = copyBeside(path)
    const message = `${path} was not written by terrane: it is replaced, and kept as ${kept}`
    emit({
      type: 'diagnostic',
      diagnostic: { code: 'document-replaced', severity: 'warning', message, labels: [] },
    })
  }
  writeAtomically(recordPath(workFolder), record(text))
}

const recordPath = (workFolder: string): string => join(terraneFolder(workFolder), 'document.sha256')

const record = (text: string): string => `${createHash('sha256').update(text).digest('hex')}\n`

const isSame = (a: string, b: string): boolean => {
  try {
    return isDeepStrictEqual(JSON.parse(a), JSON.parse(b))
  } catch {
    return false
  }
}

/** Terraform doesn't read a file of such a name. One that is there already is not touched. */
const copyBeside = (path: string): string => {
  for (let count = 1; ; count++) {
    const kept = `${path}.before-terrane${count === 1 ? '' : `.${count}`}`
    try {
      copyFileSync(path, kept, constants.COPYFILE_EXCL)
      return kept
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
        throw fileAccess('write', kept, error)
    }
  }
}
