/** From hosts as the modules describe them to the manifest. */
import { isAbsolute, relative } from 'node:path'
import type { DescribedHost, DescribedHosts, DescribedKey } from './described-host.js'
import type {
  DeployManifest,
  KeySource,
  ManifestHost,
  ManifestKey,
  ManifestNixpkgs,
  ManifestSystem,
} from './manifest.js'

export interface Folders {
  /** The manifest's own folder. */
  readonly manifest: string
  /** Where relative paths of the project start. */
  readonly project: string
  /** What is kept together with the project, such as its git checkout: paths in there are relative too. */
  readonly checkout?: string
}

/** Makes the manifest of hosts that `checkHosts` has nothing to say of. */
export const manifestOf = (hosts: DescribedHosts, folders: Folders): DeployManifest => ({
  version: 1,
  hosts: Object.fromEntries(Object.entries(hosts).map(([name, host]) => [name, hostOf(host, folders)])),
})

const hostOf = ({ systems, evalArgs: _, ...host }: DescribedHost, folders: Folders): ManifestHost => ({
  ...host,
  system: systemOf(systems[0]!, folders),
  target: {
    ...host.target,
    host: host.target.host!,
    identityFile:
      typeof host.target.identityFile === 'string'
        ? located(host.target.identityFile, folders)
        : host.target.identityFile,
  },
  nixpkgs: host.nixpkgs === null ? null : nixpkgsOf(host.nixpkgs as ManifestNixpkgs, folders),
  keys: Object.fromEntries(Object.entries(host.keys).map(([name, key]) => [name, keyOf(key, folders)])),
})

const systemOf = (system: ManifestSystem, folders: Folders): ManifestSystem =>
  system.kind === 'configuration' && system.file !== null
    ? { ...system, file: located(system.file, folders) }
    : system

const nixpkgsOf = (nixpkgs: ManifestNixpkgs, folders: Folders): ManifestNixpkgs =>
  nixpkgs.path === undefined ? nixpkgs : { ...nixpkgs, path: located(nixpkgs.path, folders) }

const keyOf = ({ sources, ...key }: DescribedKey, folders: Folders): ManifestKey => ({
  ...key,
  source: sourceOf(sources[0]!, folders),
})

const sourceOf = (source: KeySource, folders: Folders): KeySource =>
  source.kind === 'file' ? { ...source, path: located(source.path, folders) } : source

/** Relative to the manifest, so that it says the same on every machine; `~/…` is for whoever deploys. */
const located = (path: string, { manifest, project, checkout = project }: Folders): string => {
  if (path.startsWith('~/') || path.startsWith('/nix/store/')) return path
  const absolute = isAbsolute(path) ? path : `${project}/${path}`
  const inside = relative(manifest, absolute)
  return isAbsolute(path) && relative(checkout, absolute).startsWith('..') ? path : inside
}
