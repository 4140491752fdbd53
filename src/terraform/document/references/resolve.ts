/** Whether a reference names something that is declared; in Terraform's words if not. */
import { nearest } from '../../../contracts/nearest.js'
import type { Reference } from '../template/scan.js'
import { addressOf, type Declared, type Mode, similarBlock } from './declared.js'

/** What holds where the reference stands. */
export interface Scope {
  /** `each` may be used: there is a `for_each`. */
  readonly each: boolean
  /** `count.index` may be used. */
  readonly count: boolean
  readonly self: boolean
  /** It is evaluated when the resource goes. */
  readonly destroying?: boolean
  /** Names that dynamic blocks bring in. */
  readonly iterators: ReadonlySet<string>
}

export interface Unresolved {
  readonly message: string
  /** To be asked only of what is shown: it looks through all that is declared. */
  readonly hint?: () => string | undefined
  /** The name that nothing declares; without it, it is wrong whatever there is. */
  readonly name?: string
}

/** `undefined`: there is nothing to complain about. */
export const unresolved = (
  reference: Reference,
  declared: Declared,
  scope: Scope,
): Unresolved | undefined => {
  const [root, first, second] = reference
  if (scope.iterators.has(root)) return undefined
  if (scope.destroying && !atDestruction.has(root)) return duringDestruction
  switch (root) {
    case 'var':
      return missing(first, declared.variables, 'var', name => [
        `An input variable with the name "${name}" has not been declared.`,
        `declare it with variable.${name}, or take the value from Nix`,
      ])
    case 'local':
      return missing(first, declared.locals, 'local', name => [
        `A local value with the name "${name}" has not been declared.`,
      ])
    case 'module':
      return missing(first, declared.modules, 'module', name => [
        `No module call named "${name}" is declared in the root module.`,
      ])
    case 'each':
    case 'count':
    case 'self':
      return scope[root] ? member(root, first) : { message: outside[root] }
    case 'path':
    case 'terraform':
      return member(root, first)
    case 'tofu':
    case 'action':
      return undefined
    case 'resource':
    case 'data':
    case 'ephemeral':
      return block(root, first, second, declared)
    default:
      return reference.length === 1 ? bare(root, declared) : block('resource', root, first, declared)
  }
}

const outside = {
  each: 'The "each" object can be used only in "module" or "resource" blocks, and only when the "for_each" argument is set.',
  count:
    'The "count" object can only be used in "module", "resource", and "data" blocks, and only when the "count" argument is set.',
  self: 'The "self" object is not available in this context. This object can be used only in resource provisioner, connection, and postcondition blocks.',
}

const atDestruction = new Set(['self', 'each', 'count', 'path', 'terraform'])

const duringDestruction: Unresolved = {
  message:
    "Destroy-time provisioners and their connection configurations may only reference attributes of the related resource, via 'self', 'count.index', or 'each.key'.",
}

const membersOf: Readonly<Record<string, readonly string[]>> = {
  each: ['key', 'value'],
  count: ['index'],
  path: ['module', 'root', 'cwd'],
  terraform: ['workspace', 'applying'],
}

/** Of the objects whose attributes the language defines. */
const member = (root: string, name: string | undefined): Unresolved | undefined => {
  const known = membersOf[root]
  if (name === undefined)
    return {
      message: `The "${root}" object cannot be accessed directly. Instead, access one of its attributes.`,
    }
  return known === undefined || known.includes(name)
    ? undefined
    : {
        message: `The "${root}" object does not have an attribute named "${name}".`,
        hint: () => `it has ${known.map(one => `${root}.${one}`).join(', ')}`,
      }
}

const missing = (
  name: string | undefined,
  known: ReadonlySet<string>,
  root: string,
  say: (name: string) => readonly [string, string?],
): Unresolved | undefined => {
  if (name === undefined) return member(root, name)
  if (known.has(name)) return undefined
  const [message, otherwise] = say(name)
  const hint = () => {
    const similar = nearest(name, known)
    return similar === undefined ? otherwise : `did you mean ${root}.${similar}?`
  }
  return { message, name, hint }
}

const modeNames: Readonly<Record<Mode, string>> = {
  resource: 'A managed resource',
  data: 'A data resource',
  ephemeral: 'An ephemeral resource',
}

const block = (
  mode: Mode,
  type: string | undefined,
  label: string | undefined,
  declared: Declared,
): Unresolved | undefined => {
  if (type === undefined || label === undefined)
    return mode === 'resource'
      ? undefined
      : {
          message: `The "${mode}" object must be followed by two attribute names: the type and the name of a block.`,
        }
  if (declared.hasBlock(mode, type, label)) return undefined
  const message = `${modeNames[mode]} "${type}" "${label}" has not been declared in the root module.`
  const hint = () => {
    const similar = similarBlock(declared, mode, type, label)
    return similar === undefined ? undefined : `did you mean ${similar}?`
  }
  return { message, name: label, hint }
}

const bare = (name: string, declared: Declared): Unresolved => {
  const labels = declared.labels('resource').get(name)
  const kind = declared.variables.has(name) ? 'var' : declared.locals.has(name) ? 'local' : undefined
  return {
    message: `Invalid reference "${name}": a reference to a resource type must be followed by at least one attribute access, specifying the resource name.`,
    hint: () =>
      labels !== undefined
        ? `name one of them: ${addressOf('resource', name, [...labels][0]!)}`
        : kind === undefined
          ? `if this is not for Terraform but for a shell, say, write "$\${${name}}" in the document`
          : `did you mean ${kind}.${name}?`,
  }
}
