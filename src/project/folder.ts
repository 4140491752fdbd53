import { readdirSync } from 'node:fs'
import { relative } from 'node:path'

/** The names in a folder, sorted; none where it can't be read. */
export const filesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

/** Whether an absolute path is a folder itself or lies in it. */
export const isInside = (path: string, folder: string): boolean => {
  const way = relative(folder, path)
  return way === '' || !(way === '..' || way.startsWith('../'))
}
