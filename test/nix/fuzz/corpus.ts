import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Longer files slow every mutation down and add little. */
const longest = 20_000

/** The Nix files below the folders, as bytes, in a fixed order. */
export const readCorpus = (folders: readonly string[]): string[] =>
  folders.filter(existsSync).flatMap(filesIn)

const filesIn = (path: string): string[] => {
  const status = lstatSync(path)
  if (status.isDirectory())
    return readdirSync(path)
      .sort()
      .filter(name => name !== 'node_modules')
      .flatMap(name => filesIn(join(path, name)))
  return status.isFile() && path.endsWith('.nix') && status.size <= longest
    ? [readFileSync(path, 'latin1')]
    : []
}
