/** Files and texts that become part of the store: their paths are computed, nothing is written. */

import { formatHash, type Hash, hashOf, parseOutputHash } from '../../store/hash.js'
import { narHash } from '../../store/nar.js'
import { makeFixedOutputPath, makeTextPath, parseStorePath, storeDir } from '../../store/store-path.js'
import { fromBytes } from '../../syntax/bytes.js'
import { call2 } from '../call.js'
import { coerceToPath } from '../coerce.js'
import { expectBool, expectFunction, expectPlain, expectSet, expectString } from '../expect.js'
import { evaluationError, withFrame } from '../failure.js'
import { force } from '../force.js'
import type { Session } from '../session.js'
import { storeTree } from '../source-tree.js'
import { ContextSet, contextPath } from '../strings.js'
import { ContextString, type Slot, type Value } from '../values.js'
import type { BuiltinTable } from './table.js'

interface AddOptions {
  readonly name: string
  readonly path: string
  readonly filter: Value | undefined
  readonly recursive: boolean
  readonly expected: Hash | undefined
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

const addPath = (session: Session, { name, path, filter, recursive, expected }: AddOptions): Value => {
  try {
    const resolved = session.files.kind(path) === 'symlink' ? path : session.files.resolve(path)
    const kept = filter === undefined ? undefined : new Set<string>()
    const keep =
      filter === undefined
        ? undefined
        : (inner: string, type: string) => {
            const wanted = expectBool(call2(filter, path + inner.slice(resolved.length), type, null))
            if (wanted) kept?.add(inner)
            return wanted
          }
    const hash = recursive
      ? narHash(storeTree(session.files), resolved, 'sha256', keep)
      : hashOf('sha256', session.files.read(path))
    const method = recursive ? 'recursive' : 'flat'
    if (expected && formatHash(expected, 'sri') !== formatHash(hash, 'sri'))
      throw evaluationError(`store path mismatch in (possibly filtered) path added from '${fromBytes(path)}'`)
    const stored = makeFixedOutputPath(name, method, hash)
    session.sources.set(stored, { kind: 'path', path: resolved, ...(kept === undefined ? {} : { kept }) })
    return new ContextString(stored, new Set([stored]))
  } catch (error) {
    throw withFrame(error, `while adding path '${fromBytes(path)}'`, null)
  }
}

const pathBuiltin = (session: Session, argument: Slot): Value => {
  let path: string | undefined
  let name = ''
  let filter: Value | undefined
  let recursive = true
  let expected: Hash | undefined
  const { shape, values } = expectSet(argument)
  for (const [i, key] of shape.names.entries()) {
    const slot = values[i]!
    if (key === 'path') path = coerceToPath(session, slot, new ContextSet())
    else if (key === 'name') name = expectPlain(slot)
    else if (key === 'filter') filter = expectFunction(slot)
    else if (key === 'recursive') recursive = expectBool(slot)
    else if (key === 'sha256') expected = parseOutputHash(expectPlain(slot), 'sha256').hash
    else throw evaluationError(`unsupported argument '${fromBytes(key)}' to 'builtins.path'`)
  }
  if (path === undefined)
    throw evaluationError("missing required 'path' attribute in the first argument to 'builtins.path'")
  return addPath(session, { path, name: name || baseName(path), filter, recursive, expected })
}

const toFile = (session: Session, nameSlot: Slot, content: Slot): Value => {
  const name = expectPlain(nameSlot)
  const context = new ContextSet()
  const text = context.take(expectString(content))
  const references: string[] = []
  for (const element of context) {
    if (element.startsWith('!') || element.startsWith('='))
      throw evaluationError(
        `files created by 'builtins.toFile' may not reference derivations, but '${fromBytes(name)}' references '${contextPath(element)}'`,
      )
    references.push(element)
  }
  const stored = makeTextPath(name, text, references)
  session.sources.set(stored, { kind: 'text', text })
  return new ContextString(stored, new Set([stored]))
}

const storePath = (session: Session, slot: Slot): Value => {
  if (session.settings.pure)
    throw evaluationError("'builtins.storePath' is not allowed in pure evaluation mode")
  const given = coerceToPath(session, slot, new ContextSet())
  const path = given.startsWith(`${storeDir}/`) ? given : session.files.resolve(given)
  if (!path.startsWith(`${storeDir}/`))
    throw evaluationError(`path '${fromBytes(path)}' is not in the Nix store`)
  const top = path.split('/').slice(0, 4).join('/')
  parseStorePath(top)
  return new ContextString(path, new Set([top]))
}

export const sourceBuiltins = (session: Session): BuiltinTable => ({
  path: [1, argument => pathBuiltin(session, argument)],
  filterSource: [
    2,
    (filter, slot) => {
      const path = coerceToPath(session, slot, new ContextSet())
      const keep = expectFunction(force(filter))
      return addPath(session, {
        name: baseName(path),
        path,
        filter: keep,
        recursive: true,
        expected: undefined,
      })
    },
  ],
  toFile: [2, (name, content) => toFile(session, name, content)],
  storePath: [1, path => storePath(session, path)],
})
