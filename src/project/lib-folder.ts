import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '../contracts/diagnostic.js'

/** The folder that `--lib` names: nixpkgs' lib, or one that has it, such as nixpkgs. Throws `file-access` for another. */
export const libFolder = (path: string): string => {
  // The order is that of nix/runtime/libraries.nix.
  if ([join(path, 'lib', 'default.nix'), join(path, 'default.nix')].some(existsSync)) return path
  throw failure(
    'file-access',
    existsSync(path) ? `--lib: the folder ${path} has no lib` : `--lib: there is no folder ${path}`,
    { hint: "name nixpkgs' lib, a folder with a default.nix; or a folder that has it, such as nixpkgs" },
  )
}
