import { relative } from 'node:path'

/** A file as people read it: relative where that is shorter, so that a click in a terminal opens it. */
export const shownPath = (file: string, cwd: string): string => {
  if (!file.startsWith('/')) return file
  const path = relative(cwd, file)
  return path !== '' && !path.startsWith('../..') ? path : file
}
