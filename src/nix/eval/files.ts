/** All that the evaluator reads from the disk goes through here, so that it can be refused. Paths are byte strings. */
import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs'
import { fromBytes } from '../syntax/bytes.js'
import { canonicalPath } from '../syntax/paths.js'
import { NixError } from './failure.js'

export type FileKind = 'regular' | 'directory' | 'symlink' | 'unknown'

export interface Files {
  /** The bytes of a file, symlinks followed. */
  read(path: string): string
  /** The kind of what is there itself; undefined where nothing is. */
  kind(path: string): FileKind | undefined
  /** Names and kinds in a folder, by name. */
  list(path: string): ReadonlyMap<string, FileKind>
  target(path: string): string
  executable(path: string): boolean
  exists(path: string): boolean
  /** The path with all symlinks on the way to its last part, and in it, followed. */
  resolve(path: string): string
}

const maxLinks = 1000

const missing = (path: string): NixError =>
  new NixError('nix-missing-file', `path '${fromBytes(path)}' does not exist`)

const kindOf = (stats: Stats): FileKind =>
  stats.isFile()
    ? 'regular'
    : stats.isDirectory()
      ? 'directory'
      : stats.isSymbolicLink()
        ? 'symlink'
        : 'unknown'

/** A path as the operating system takes it: its own bytes. */
const native = (path: string): Buffer => Buffer.from(path, 'latin1')

/**
 * The files of this machine.
 *
 * @param roots absolute paths below which may be read; undefined for all
 * @param pure whether the refusal is that of pure evaluation
 */
export const diskFiles = (roots: readonly string[] | undefined, pure: boolean): Files => {
  const isInside = (path: string): boolean =>
    roots === undefined || roots.some(root => path === root || root === '/' || path.startsWith(`${root}/`))
  /** The way to what may be read: its links have to be followed. */
  const isAbove = (path: string): boolean =>
    (roots ?? []).some(root => path === '/' || root.startsWith(`${path}/`))

  const refusal = (path: string): NixError =>
    new NixError(
      'nix-access-denied',
      pure
        ? `access to absolute path '${fromBytes(path)}' is forbidden in pure evaluation mode (use '--impure' to override)`
        : `access to path '${fromBytes(path)}' is forbidden: it is outside of the project`,
    )

  /** Throws for a path whose content may not be read. */
  const readable = (path: string): string => {
    if (!isInside(path)) throw refusal(path)
    return path
  }

  // Nix too looks at each file once and takes it to stay as it is.
  const looked = new Map<string, Stats | undefined>()

  const stat = (path: string): Stats | undefined => {
    if (looked.has(path)) return looked.get(path)
    const stats = look(path)
    looked.set(path, stats)
    return stats
  }

  const look = (path: string): Stats | undefined => {
    if (!isInside(path) && !isAbove(path)) throw refusal(path)
    if (path.includes('\0')) return undefined
    try {
      return lstatSync(native(path), { throwIfNoEntry: false })
    } catch {
      return undefined
    }
  }

  const resolve = (path: string): string => {
    let rest = canonicalPath(path)
      .split('/')
      .filter(part => part !== '')
    let done = ''
    let links = 0
    while (rest.length > 0) {
      const [part, ...others] = rest
      const next = `${done}/${part}`
      if (!isInside(next) && !isAbove(next)) throw refusal(path)
      if (stat(next)?.isSymbolicLink()) {
        if (++links > maxLinks)
          throw new NixError('nix-missing-file', `infinite symlink recursion in path '${fromBytes(path)}'`)
        const target = readlinkSync(native(next), { encoding: 'buffer' }).toString('latin1')
        rest = [
          ...canonicalPath(target, done || '/')
            .split('/')
            .filter(p => p !== ''),
          ...others,
        ]
        done = ''
      } else {
        done = next
        rest = others
      }
    }
    return done === '' ? '/' : done
  }

  const reading = <Result>(path: string, read: () => Result): Result => {
    try {
      return read()
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === undefined) throw error
      if (code === 'ENOENT' || code === 'ENOTDIR') throw missing(path)
      const reason = code === 'EACCES' ? 'Permission denied' : code === 'EISDIR' ? 'Is a directory' : code
      throw new NixError('nix-missing-file', `opening file '${fromBytes(path)}': ${reason}`)
    }
  }

  return {
    resolve,
    read: path => {
      const resolved = readable(resolve(path))
      const stats = stat(resolved)
      if (!stats) throw missing(path)
      if (!stats.isFile() && !stats.isDirectory() && !stats.isCharacterDevice())
        throw new NixError('nix-missing-file', `file '${fromBytes(path)}' is not a regular file`)
      return reading(path, () => readFileSync(native(resolved)).toString('latin1'))
    },
    kind: path => {
      const stats = stat(path)
      return stats && kindOf(stats)
    },
    list: path => {
      const resolved = readable(resolve(path))
      const stats = stat(resolved)
      if (!stats) throw missing(path)
      if (!stats.isDirectory())
        throw new NixError('nix-missing-file', `'${fromBytes(resolved)}' is not a directory`)
      const entries = reading(path, () => readdirSync(native(resolved), { encoding: 'buffer' }))
      const names = entries.map(name => (name as Buffer).toString('latin1')).sort()
      return new Map(names.map(name => [name, kindOf(lstatSync(native(`${resolved}/${name}`)))]))
    },
    target: path =>
      reading(path, () => readlinkSync(native(path), { encoding: 'buffer' }).toString('latin1')),
    executable: path => ((stat(path)?.mode ?? 0) & 0o100) !== 0,
    exists: path => stat(resolve(path)) !== undefined,
  }
}
