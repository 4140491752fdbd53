/**
 * The files of a project that a configuration may need: all below its folder, but for what may hold secrets (states, key
 * files) and what is no text that Nix could read.
 */
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import type { DeployManifest } from '../../nixos/manifest.js'
import type { Folders } from '../../nixos/manifest-of.js'
import { located } from '../../nixos/resolve/connection.js'
import { isStateFile } from '../../terraform/driver/state-files.js'
import { isInside } from '../folder.js'

export type Files = Readonly<Record<string, Uint8Array>>

/** By path: the files as `project/…`, and a nixpkgs that is a folder as `nixpkgs/…`. Undefined for no file. */
export const filesOfConfiguration = (
  name: string,
  manifest: DeployManifest,
  folders: Folders,
): Files | undefined => {
  const { system, nixpkgs } = manifest.hosts[name]!
  if (system.kind !== 'configuration' || system.file === null) return undefined
  const withheld = secretFiles(manifest, folders)
  const folder = folderOf(located(system.file, folders.manifest), folders)
  const pinned = nixpkgs?.kind === 'folder' ? located(nixpkgs.path!, folders.manifest) : undefined
  return {
    ...prefixed('project', filesIn(folder, withheld)),
    ...(pinned === undefined ? {} : prefixed('nixpkgs', filesIn(pinned, withheld))),
  }
}

/** The folder whose files are taken with a configuration: the project's, where it is in there. */
export const folderOf = (file: string, { project }: Folders): string =>
  isInside(file, project) ? project : dirname(file)

const secretFiles = ({ hosts }: DeployManifest, { manifest }: Folders): ReadonlySet<string> =>
  new Set(
    Object.values(hosts).flatMap(({ keys, target }) => [
      ...Object.values(keys).flatMap(({ source }) =>
        source.kind === 'file' ? [located(source.path, manifest)] : [],
      ),
      ...(typeof target.identityFile === 'string' ? [located(target.identityFile, manifest)] : []),
    ]),
  )

const prefixed = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]))

/** Far more than any configuration; less than a forgotten disk image. */
const largest = 4 * 1024 * 1024

const isOwn = (name: string): boolean =>
  ['.git', '.terrane', '.terraform', 'node_modules', 'config.tf.json', 'terrane.deploy.json'].includes(
    name,
  ) ||
  isStateFile(name) ||
  name.endsWith('.tfvars') ||
  name === 'terrane.known_hosts'

/** The files below a folder by their path in it, sorted. */
const filesIn = (folder: string, withheld: ReadonlySet<string>): Files => {
  const files: Record<string, Uint8Array> = {}
  const visit = (at: string) => {
    for (const name of readdirSync(at).sort()) {
      const path = join(at, name)
      const stat = lstatSync(path)
      if (isOwn(basename(path)) || withheld.has(path)) continue
      if (stat.isDirectory()) visit(path)
      else if (stat.isFile() && stat.size <= largest) files[relative(folder, path)] = readFileSync(path)
    }
  }
  visit(folder)
  return files
}
