import { toBytes } from '../syntax/bytes.js'
import { canonicalPath } from '../syntax/paths.js'
import type { SearchPathEntry } from './session.js'

/** `NIX_PATH` in its parts: colons separate, except in URLs. */
export const splitNixPath = (text: string): string[] => text.split(/:(?!\/\/)/).filter(entry => entry !== '')

/** The entries of `-I` options and `NIX_PATH`: `prefix=path` or `path`. Relative paths start from `cwd`. */
export const parseSearchPath = (entries: readonly string[], cwd: string): SearchPathEntry[] =>
  entries.map(entry => {
    const equals = entry.indexOf('=')
    const prefix = equals < 0 ? '' : entry.slice(0, equals)
    const path = entry.slice(equals + 1)
    const absolute = /^[a-z][a-z0-9+.-]*:/.test(path) ? path : canonicalPath(path, cwd)
    return { prefix: toBytes(prefix), path: toBytes(absolute) }
  })
