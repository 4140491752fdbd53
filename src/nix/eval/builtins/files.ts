/** Reading files, and finding them. */
import { fromBytes, toBytes } from '../../syntax/bytes.js'
import { canonicalPath } from '../../syntax/paths.js'
import { attrsFromMap } from '../attrs.js'
import { coerce, coerceToPath, coerceToString } from '../coerce.js'
import { expectList, expectPlain, expectSet } from '../expect.js'
import { evaluationError, NixError } from '../failure.js'
import { force } from '../force.js'
import { refuseBuilt } from '../realise.js'
import type { SearchPathEntry, Session } from '../session.js'
import { ContextSet, textOf, withContextOf } from '../strings.js'
import { ContextString, NixPath, type Slot, type Value } from '../values.js'
import { member } from './attrsets.js'
import type { BuiltinTable } from './table.js'

/** The path of a file that is about to be read: what only a build could make is refused. */
export const readablePath = (session: Session, slot: Slot): string => {
  const context = new ContextSet()
  const path = coerceToPath(session, slot, context)
  refuseBuilt(context)
  return path
}

const baseNameOf = (text: string): string => {
  const trimmed = text.length > 1 && text.endsWith('/') ? text.slice(0, -1) : text
  return trimmed.slice(trimmed.lastIndexOf('/') + 1)
}

const dirOf = (session: Session, slot: Slot): Value => {
  const value = force(slot)
  if (value instanceof NixPath) return new NixPath(canonicalPath(`${value.path}/..`))
  const whole = coerceToString(session, value)
  const text = textOf(whole)
  const slash = text.lastIndexOf('/')
  return withContextOf(slash < 0 ? '.' : slash === 0 ? '/' : text.slice(0, slash), whole)
}

const readFile = (session: Session, slot: Slot): Value => {
  const path = readablePath(session, slot)
  const text = session.files.read(path)
  if (text.includes('\0'))
    throw evaluationError(
      `the contents of the file '${fromBytes(path)}' cannot be represented as a Nix string`,
    )
  return text
}

const pathExists = (session: Session, slot: Slot): boolean => {
  const value = force(slot)
  const text = typeof value === 'string' ? value : value instanceof ContextString ? value.text : ''
  const path = readablePath(session, value)
  try {
    if (text.endsWith('/') || text.endsWith('/.'))
      return session.files.kind(session.files.resolve(path)) === 'directory'
    const folder = canonicalPath(`${path}/..`)
    const real = canonicalPath(path.slice(path.lastIndexOf('/') + 1), session.files.resolve(folder))
    return session.files.kind(path === '/' ? '/' : real) !== undefined
  } catch (error) {
    if (error instanceof NixError && error.code === 'nix-access-denied') return false
    throw error
  }
}

const entryOf = (session: Session, slot: Slot): SearchPathEntry => {
  const entry = expectSet(slot)
  const prefix = entry.get('prefix')
  return {
    prefix: prefix === undefined ? '' : expectPlain(prefix),
    path: coerce(session, member(entry, 'path'), new ContextSet()),
  }
}

/** Looks `wanted` up: the first entry below which it exists. */
const findFile = (session: Session, entries: readonly SearchPathEntry[], wanted: string): Value => {
  for (const { prefix, path } of entries) {
    const below =
      prefix === ''
        ? wanted
        : wanted === prefix
          ? ''
          : wanted.startsWith(`${prefix}/`)
            ? wanted.slice(prefix.length + 1)
            : undefined
    if (below === undefined || path.includes('://')) continue
    const found = canonicalPath(below === '' ? path : `${path}/${below}`, toBytes(process.cwd()))
    if (session.files.exists(found)) return new NixPath(found)
  }
  const error = new NixError(
    'nix-search-path',
    session.settings.pure
      ? `cannot look up '<${fromBytes(wanted)}>' in pure evaluation mode (use '--impure' to override)`
      : `file '${fromBytes(wanted)}' was not found in the Nix search path (add it using $NIX_PATH or -I)`,
    null,
    true,
  )
  throw error
}

export const fileBuiltins = (session: Session): BuiltinTable => ({
  toPath: [
    1,
    path => {
      const context = new ContextSet()
      return context.attach(coerceToPath(session, path, context))
    },
  ],
  baseNameOf: [
    1,
    path => {
      const whole = coerceToString(session, path)
      return withContextOf(baseNameOf(textOf(whole)), whole)
    },
  ],
  dirOf: [1, path => dirOf(session, path)],
  readFile: [1, path => readFile(session, path)],
  readDir: [1, path => attrsFromMap(session.files.list(readablePath(session, path)))],
  readFileType: [
    1,
    slot => {
      const path = readablePath(session, slot)
      const kind = session.files.kind(path)
      if (kind !== undefined) return kind
      throw new NixError('nix-missing-file', `path '${fromBytes(path)}' does not exist`)
    },
  ],
  pathExists: [1, path => pathExists(session, path)],
  findFile: [
    2,
    (entries, wanted) => {
      const list = expectList(entries).map(entry => entryOf(session, entry))
      return findFile(session, list, expectPlain(wanted))
    },
  ],
})
