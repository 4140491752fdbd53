/** Whether a file is of nixpkgs' lib, wherever that comes from: NIX_PATH, -I, the input of a flake. */
import type { Reader } from './error-view.js'

/** Known by what nixpkgs has there and nobody else has: its version (older ones one folder up), and an old name of a file. */
export const nixpkgsLibFinder = (read: Reader): ((file: string) => boolean) => {
  const known = new Map<string, boolean>()
  const isLib = (folder: string): boolean => {
    const before = known.get(folder)
    if (before !== undefined) return before
    const version = read(`${folder}/.version`) ?? read(`${folder}/../.version`) ?? ''
    const found = /^\d\d\.\d\d/.test(version) && read(`${folder}/strings-with-deps.nix`) !== undefined
    known.set(folder, found)
    return found
  }
  return file => [...file.matchAll(/\/lib(?=\/)/g)].some(({ index }) => isLib(file.slice(0, index + 4)))
}
