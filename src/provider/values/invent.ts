/**
 * Values for what only a real provider would know: the id of a new network, the address of a server. The same seed gives
 * the same value in every run. They look like what they stand for as far as the attribute's name tells, lie in the
 * ranges that are set aside for documentation (RFC 5737, 3849, 2606), and fit wherever such a value is passed on.
 */
import { createHash } from 'node:crypto'
import type { Attribute, ProviderSchema, Type } from '../schema.js'
import { mapEntries } from './conform.js'
import { dynamic, type Value, type Values } from './value.js'

export interface Inventor {
  /** The type of the object: `aws_vpc`. */
  readonly typeName: string
  /** Tells objects apart; together with the path of an attribute it determines the value. */
  readonly seed: string
  /** The provider's configuration: what it says of a region holds for each object that does not say otherwise. */
  readonly settings: Values
  readonly numericIds: boolean
  /** How many sets the place is in. */
  readonly sets: number
}

/** How many elements a list of strings gets that only the provider could fill: enough for `slice(names, 0, 3)`. */
const elements = 3

/** What a provider is configured with and its objects have too. */
const places = /^(region|zone|location|project)$/

/**
 * A value for a computed attribute that the configuration leaves open. What only a configuration could say within an
 * optional one stays null: Terraform would take it for something that was configured once and has been removed.
 */
export const inventAttribute = (attribute: Attribute, name: string, inventor: Inventor): Value => {
  const { type, nested_type: nested } = attribute
  if (staysNull(attribute, inventor)) return null
  const setting = places.test(name) ? inventor.settings[name] : undefined
  if (type === 'string' && typeof setting === 'string') return setting
  if (nested === undefined) return inventType(type ?? 'dynamic', name, inventor, attribute.optional ?? false)
  const object = () =>
    mapEntries(nested.attributes, (each, key) =>
      attribute.optional && !each.computed ? null : inventAttribute(each, key, within(inventor, name)),
    )
  switch (nested.nesting_mode) {
    case 'list':
    case 'set':
      return attribute.optional ? [] : [object()]
    case 'map':
      return {}
    default:
      return object()
  }
}

/**
 * Terraform pairs the elements of a set with those that were there before by comparing what is configured. It does so
 * without looking into a set in a set: one that differs from the configuration would be a change for ever.
 */
const staysNull = ({ type, nested_type: nested }: Attribute, { sets }: Inventor): boolean =>
  sets > 1 || (sets === 1 && (nested?.nesting_mode === 'set' || (Array.isArray(type) && type[0] === 'set')))

/** `open`: the user could have filled it and has not, so a collection is empty. */
export const inventType = (type: Type, name: string, inventor: Inventor, open = false): Value => {
  if (type === 'string') return inventString(name, inventor)
  if (type === 'number') return inventNumber(name, inventor)
  if (type === 'bool') return false
  if (type === 'dynamic') return dynamic('string', inventString(name, inventor))
  const [kind, inner] = type
  const inside = within(inventor, name)
  switch (kind) {
    case 'object':
      return mapEntries(inner, (each, key) => inventType(each, key, inside))
    case 'tuple':
      return inner.map((each, index) => inventType(each, name, within(inventor, `${index}`)))
    case 'map':
      return {}
    default:
      return Array.from({ length: open ? 0 : typeof inner === 'string' ? elements : 1 }, (_, index) =>
        inventType(inner, singular(name), within(inventor, `${index}`)),
      )
  }
}

const within = (inventor: Inventor, name: string): Inventor => ({
  ...inventor,
  seed: `${inventor.seed}.${name}`,
})

const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/(es|s)$/, '')

const digest = (name: string, { seed }: Inventor): Buffer =>
  createHash('sha256').update(`${seed}.${name}`).digest()

const hex = (name: string, inventor: Inventor, length: number): string =>
  digest(name, inventor).toString('hex').slice(0, length)

const inventNumber = (name: string, inventor: Inventor): number => {
  const bytes = digest(name, inventor)
  return name === 'id' ? 1 + (bytes.readUInt32BE() >>> 1) : 1 + (bytes.readUInt16BE() % 0xffff)
}

type Maker = (name: string, inventor: Inventor) => string

const kebab = (typeName: string): string => typeName.split('_').slice(1).join('-') || typeName

const host: Maker = (name, inventor) => `${kebab(inventor.typeName)}-${hex(name, inventor, 8)}.example`

const arn: Maker = (name, inventor) => {
  const service = inventor.typeName.split('_')[1] ?? inventor.typeName
  const { region } = inventor.settings
  const place = typeof region === 'string' ? region : 'us-east-1'
  return `arn:aws:${service}:${place}:000000000000:${kebab(inventor.typeName)}/${hex(name, inventor, 17)}`
}

const privateAddress: Maker = (name, inventor) => {
  const [a, b, c] = digest(name, inventor)
  return `10.${a}.${b}.${1 + (c! % 254)}`
}

const publicAddress: Maker = (name, inventor) => {
  const [network, last] = digest(name, inventor)
  return `${['192.0.2', '198.51.100', '203.0.113'][network! % 3]}.${1 + (last! % 254)}`
}

const id: Maker = (name, inventor) =>
  inventor.numericIds
    ? String(inventNumber(name, inventor))
    : `${kebab(inventor.typeName)}-${hex(name, inventor, 17)}`

/** By the name of the attribute; the first that matches. */
const makers: readonly (readonly [RegExp, Maker])[] = [
  [/^id$/, id],
  [/(^|_)arn$/, arn],
  [/ipv6_(cidr(_block)?|network)$/, (name, inventor) => `2001:db8:${hex(name, inventor, 4)}::/48`],
  [/(^|_)(ipv6|ip6)(_addr(ess)?)?$/, (name, inventor) => `2001:db8::${hex(name, inventor, 4)}`],
  [/(^|_)(cidr|cidr_block|ip_range)$/, (name, inventor) => `10.${digest(name, inventor)[0]}.0.0/16`],
  [/(private|internal)_ip(v4)?(_addr(ess)?)?$/, privateAddress],
  [/(^|_)(ip|ipv4)(_addr(ess)?)?$/, publicAddress],
  [/(^|_)(dns|dns_name|fqdn|hostname|domain_name)$/, host],
  [/(^|_)(url|uri)$/, (name, inventor) => `https://${host(name, inventor)}/`],
  [/_(at|date|time|timestamp)$|^created$/, () => '2000-01-01T00:00:00Z'],
]

const inventString: Maker = (name, inventor) => {
  const found = makers.find(([pattern]) => pattern.test(name))
  return found === undefined
    ? `${name.replaceAll('_', '-')}-${hex(name, inventor, 8)}`
    : found[1](name, inventor)
}

/**
 * Whether a provider's ids are numbers that some attributes hold as strings and others as numbers: whether any of its
 * attributes takes the id of one of its resources (`server_id` of `hcloud_server`) as a number.
 */
export const hasNumericIds = ({ resource_schemas: resources = {} }: ProviderSchema): boolean => {
  const names = new Set(
    Object.keys(resources).flatMap(type => {
      const short = type.replace(/^[^_]*_/, '')
      return [`${short}_id`, `${short}_ids`]
    }),
  )
  return Object.values(resources).some(({ block }) =>
    Object.entries(block?.attributes ?? {}).some(
      ([name, { type }]) => names.has(name) && JSON.stringify(type ?? '').includes('"number"'),
    ),
  )
}
