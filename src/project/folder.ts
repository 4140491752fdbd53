import { readdirSync } from 'node:fs'

/** The names in a folder, sorted; none where it can't be read. */
export const filesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}
