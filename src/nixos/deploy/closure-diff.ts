/** What the step from one system to another changes, package by package. */
import type { ClosureDiff, PackageVersions } from '../../contracts/events.js'

export interface ClosurePath {
  readonly path: string
  readonly bytes: number
}

/**
 * Compares two closures by the names in their store paths. A path without a version (a configuration file, a unit)
 * counts only where it is new or gone: that its content changed is what a new system is about.
 */
export const closureDiff = (
  from: { readonly system: string; readonly paths: readonly ClosurePath[] },
  to: { readonly system: string; readonly paths: readonly ClosurePath[] },
): ClosureDiff => {
  const [before, after] = [packages(from.paths), packages(to.paths)]
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  const only = (mine: Packages, other: Packages): readonly PackageVersions[] =>
    names.flatMap(name =>
      mine.has(name) && !other.has(name) ? [{ name, versions: [...mine.get(name)!].sort() }] : [],
    )
  return {
    from: from.system,
    to: to.system,
    added: only(after, before),
    removed: only(before, after),
    changed: names.flatMap(name => {
      const [old, now] = [before.get(name), after.get(name)]
      if (old === undefined || now === undefined || isSame(old, now)) return []
      return [{ name, from: [...old].sort(), to: [...now].sort() }]
    }),
    bytesBefore: sum(from.paths),
    bytesAfter: sum(to.paths),
  }
}

/** The lines of the agent's `closure`, and of our own: a size, a path. */
export const readClosure = (text: string): readonly ClosurePath[] =>
  text.split('\n').flatMap(line => {
    const [, bytes, path] = /^(\d+) (\/\S+)$/.exec(line) ?? []
    return bytes === undefined || path === undefined ? [] : [{ path, bytes: Number(bytes) }]
  })

type Packages = ReadonlyMap<string, ReadonlySet<string>>

const packages = (paths: readonly ClosurePath[]): Packages => {
  const found = new Map<string, Set<string>>()
  for (const { path } of paths) {
    const { name, version } = parseName(path)
    const versions = found.get(name) ?? new Set()
    if (version !== '') versions.add(version)
    found.set(name, versions)
  }
  return found
}

/**
 * Name and version as Nix tells them apart: the version begins at the first dash that no letter follows
 * (https://nixos.org/manual/nix/stable/language/builtins.html#builtins-parseDrvName).
 */
const parseName = (path: string): { readonly name: string; readonly version: string } => {
  const whole = path.replace(/^.*\/[0-9a-z]{32}-/, '')
  const [, name = whole, version = ''] = /^(.*?)-([^a-zA-Z].*)$/.exec(whole) ?? []
  return { name, version }
}

const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every(item => b.has(item))

const sum = (paths: readonly ClosurePath[]): number => paths.reduce((total, { bytes }) => total + bytes, 0)
