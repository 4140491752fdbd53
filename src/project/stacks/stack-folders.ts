/**
 * Where stacks have their work folders. `.terrane/stacks.json` in the project's own keeps that for commands that compile
 * nothing.
 */
import { rmSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'
import type { DescribedStack } from '../../modules/definitions.js'
import { readIfThere, writeAtomically } from '../atomic-write.js'
import type { Entry } from '../entry.js'
import { terraneFolder, type WorkFolder, workFolderOfStack } from '../work-folder.js'

interface StackFolders {
  readonly version: 1
  /** By stack, relative to the project's work folder. */
  readonly folders: Readonly<Record<string, string>>
}

const pathOf = (workFolder: string): string => join(terraneFolder(workFolder), 'stacks.json')

/** The work folder of a stack, an absolute path. */
export const stackFolder = (workFolder: string, { name, workFolder: own }: DescribedStack): string =>
  join(workFolder, own ?? join('stacks', name))

/** Notes the folders of all stacks, where that is not what is noted already. Throws `file-access`. */
export const noteStackFolders = (workFolder: string, stacks: readonly DescribedStack[]): void => {
  const folders = stacks.map(stack => [stack.name, relative(workFolder, stackFolder(workFolder, stack))])
  const record: StackFolders = { version: 1, folders: Object.fromEntries(folders) }
  writeAtomically(pathOf(workFolder), `${JSON.stringify(record, null, 2)}\n`)
}

/** For a project that has no stacks, or no longer. */
export const forgetStackFolders = (workFolder: string): void => rmSync(pathOf(workFolder), { force: true })

/** The work folders of all stacks by name, as of the last compile; undefined for a project that had none. */
export const notedStackFolders = (workFolder: string): ReadonlyMap<string, string> | undefined => {
  try {
    const { folders } = JSON.parse(readIfThere(pathOf(workFolder)) ?? '') as StackFolders
    return new Map(
      Object.entries(folders).map(([name, path]) => [name, isAbsolute(path) ? path : join(workFolder, path)]),
    )
  } catch {
    return undefined
  }
}

/** The folder of one stack, without a compile; undefined where none is known. */
export const folderOfStack = (
  whole: WorkFolder,
  entries: readonly Entry[],
  stack: string,
): WorkFolder | undefined => {
  const path = notedStackFolders(whole.path)?.get(stack)
  return path === undefined ? undefined : workFolderOfStack(entries, stack, path)
}
