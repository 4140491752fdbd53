import { readFileSync } from 'node:fs'

/** A file's text; undefined where it can't be read. */
export const readIfPossible = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
