import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder with terrane's own Nix code: beside dist/ in the package, beside src/ in a checkout. */
export const nixFolder = (): string => {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const nix = join(folder, 'nix')
    if (existsSync(join(nix, 'runtime.nix'))) return nix
    if (folder === dirname(folder)) throw new Error('terrane was installed without its nix/ folder')
  }
}
