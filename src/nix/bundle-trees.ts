/** For the build: parses all Nix files of a folder into one text, for `openBundled`. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { builtinNames } from './builtin-names.js'
import { toBytes } from './syntax/bytes.js'
import { parse } from './syntax/parse.js'
import { Source } from './syntax/source.js'
import { type BundledFile, bundleTrees } from './syntax/stored/bundled.js'
import { writeTree } from './syntax/stored/write.js'

/** What only nixpkgs evaluates. */
const neverRun = 'library/'

/**
 * Parses every `.nix` file below `folder`, an absolute path, that the command runs. Throws for a file that doesn't parse, or whose relative
 * paths lead out of the folder: where they end would depend on the machine that built it.
 */
export const bundleFolder = (id: string, folder: string): string => {
  const known = builtinNames()
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.nix') && !name.startsWith(neverRun))
    .sort()
  const files = names.map((name): BundledFile => {
    const path = toBytes(join(folder, name))
    const text = readFileSync(join(folder, name), 'latin1')
    const { root } = parse(new Source(path, text, dirname(path), true), { globals: known })
    const tree = writeTree(root, toBytes(folder))
    if (tree === undefined || tree.text.includes(toBytes(dirname(folder))))
      throw new Error(`${path} has a path that leads out of ${folder}`)
    return { name, text, tree }
  })
  return bundleTrees(id, basename(folder), files)
}
