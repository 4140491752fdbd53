/** Flake references between text and set, for the forms that need no registry: forges, paths and plain names. */
import { fromBytes } from '../../syntax/bytes.js'
import { attrsFromMap } from '../attrs.js'
import { expectPlain, expectSet } from '../expect.js'
import { evaluationError, needsNix, unsupported } from '../failure.js'
import { force } from '../force.js'
import { isInt } from '../numbers.js'
import type { Slot, Value } from '../values.js'
import type { BuiltinTable } from './table.js'

const forges = new Set(['github', 'gitlab', 'sourcehut'])

const decode = (text: string): string =>
  text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

const parse = (text: string): Map<string, Slot> => {
  const invalid = () => evaluationError(`'${fromBytes(text)}' is not a valid URL`)
  const [, scheme, path, query] = /^([a-z][a-z0-9+.-]*):([^?#]*)(?:\?([^#]*))?$/.exec(text) ?? []
  const found = new Map<string, Slot>()
  for (const pair of (query ?? '').split('&').filter(part => part !== '')) {
    const [key, ...value] = pair.split('=')
    found.set(decode(key!), decode(value.join('=')))
  }
  if (scheme === 'path') return found.set('type', 'path').set('path', decode(path!))
  const parts = (path ?? text).split('/').map(decode)
  if (scheme !== undefined && forges.has(scheme)) {
    if (parts.length < 2 || parts.length > 3) throw invalid()
    found.set('type', scheme).set('owner', parts[0]!).set('repo', parts[1]!)
    return withRevision(found, parts[2])
  }
  if (scheme === undefined || scheme === 'flake') {
    if (!/^[a-zA-Z][a-zA-Z0-9_-]*$/.test(parts[0]!)) throw invalid()
    found.set('type', 'indirect').set('id', parts[0]!)
    withRevision(found, parts[1])
    return parts[2] === undefined ? found : found.set('rev', parts[2])
  }
  throw unsupported(`flake references of the form '${fromBytes(scheme)}:' are not supported here`, needsNix)
}

const withRevision = (found: Map<string, Slot>, part: string | undefined): Map<string, Slot> =>
  part === undefined ? found : found.set(/^[0-9a-f]{40}$/.test(part) ? 'rev' : 'ref', part)

const memberText = (name: string, value: Value): string => {
  if (isInt(value)) {
    if (value < 0)
      throw evaluationError(`negative value given for flake ref attr ${fromBytes(name)}: ${value}`)
    return String(value)
  }
  if (typeof value === 'boolean') return value ? '1' : '0'
  return expectPlain(value)
}

const show = (argument: Slot): string => {
  const set = expectSet(argument)
  const members = new Map(set.shape.names.map((name, i) => [name, memberText(name, force(set.values[i]!))]))
  const take = (name: string): string | undefined => {
    const value = members.get(name)
    members.delete(name)
    return value
  }
  const type = take('type') ?? ''
  const parts: (string | undefined)[] =
    type === 'path'
      ? [take('path')]
      : type === 'indirect'
        ? [take('id'), take('ref'), take('rev')]
        : [take('owner'), take('repo'), take('ref') ?? take('rev')]
  if (type !== 'path' && type !== 'indirect' && !forges.has(type))
    throw unsupported(`flake references of type '${fromBytes(type)}' are not supported here`, needsNix)
  const query = [...members].map(([name, value]) => `${name}=${value}`).join('&')
  const path = parts.filter(part => part !== undefined).join('/')
  return `${type === 'indirect' ? 'flake' : type}:${path}${query === '' ? '' : `?${query}`}`
}

export const flakeReferenceBuiltins: BuiltinTable = {
  parseFlakeRef: [1, text => attrsFromMap(parse(expectPlain(text)))],
  flakeRefToString: [1, show],
}
