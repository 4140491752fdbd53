import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import { createExclusively } from '../atomic-write.js'
import { folderEntries } from '../entry.js'
import { statOf } from '../file-access.js'
import { makeFolder } from '../make-folder.js'
import type { Template } from './templates.js'

export interface MadeProject {
  /** Files that were written, by their paths in the folder. */
  readonly written: readonly string[]
  /** Files that were there already, and are as they were. */
  readonly kept: readonly string[]
}

/**
 * Writes the files of a template into `folder`, which is made if it is missing. A file that is there is left alone. Throws
 * `project-exists` where the folder has a project already, `file-access`.
 */
export const makeProject = ({ files }: Template, folder: string): MadeProject => {
  if (statOf(folder)?.isDirectory() === false)
    throw failure('file-access', `${folder} is a file: a project is a folder`)
  makeFolder(folder)
  const entry = folderEntries.find(name => existsSync(join(folder, name)))
  if (entry !== undefined)
    throw failure('project-exists', `there is a project in ${folder} already: it has ${entry}`, {
      hint: 'name another folder: terrane new TEMPLATE FOLDER',
    })
  const written: string[] = []
  const kept: string[] = []
  for (const [name, text] of Object.entries(files))
    (createExclusively(join(folder, name), text) ? written : kept).push(name)
  return { written, kept }
}
