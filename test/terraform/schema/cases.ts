/** Blocks against schemas: each with what terrane and Terraform make of it. */
import type { DocumentValue } from '../../../src/terraform/document/shape.js'

export interface Case {
  readonly kind: 'resource' | 'data' | 'ephemeral' | 'provider'
  readonly type: string
  readonly body: DocumentValue
  /**
   * `wrong`: an error for both. `warned`: right for Terraform, and terrane has a doubt. `stricter`: an error for terrane
   * alone, `reason` says why.
   */
  readonly verdict: 'fine' | 'wrong' | 'warned' | 'stricter'
  readonly reason?: string
}

type Cases = Readonly<Record<string, Case>>

const of =
  (kind: Case['kind'], type: string, given: object = {}) =>
  (verdict: Case['verdict'], body: object, reason?: string): Case => ({
    kind,
    type,
    body: { ...given, ...body } as DocumentValue,
    verdict,
    ...(reason === undefined ? {} : { reason }),
  })

const attributes = of('resource', 'everything_attributes', { name: 'x' })
const nested = of('resource', 'everything_nested', { name: 'x' })
const blocks = of('resource', 'everything_blocks', { name: 'x' })
const limits = of('resource', 'everything_limits')
const instance = of('resource', 'aws_instance')
const group = of('resource', 'aws_security_group')
const server = of('resource', 'hcloud_server', { name: 'x', server_type: 'cx22' })

const rule = {
  from_port: 22,
  to_port: 22,
  protocol: 'tcp',
  cidr_blocks: [],
  description: '',
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  security_groups: [],
  self: false,
}
const enough = { needed: { key: 'k' }, one: {} }
const each = ['a']

const names: Cases = {
  'an argument with its name': attributes('fine', { region: 'here' }),
  'a slip of the pen': attributes('wrong', { regoin: 'here' }),
  'a name like nothing there is': attributes('wrong', { colour_of_the_case: 'red' }),
  'a name that JavaScript has for all objects': attributes('wrong', { constructor: 'x' }),
  'a comment': attributes('fine', { '//': 'why' }),
  'an argument of a nested block': instance('wrong', { volume_size: 8 }),
  'an argument of a block in a block': limits('wrong', { ...enough, depth: 1 }),
  'an argument of the block around': instance('wrong', { root_block_device: { instance_type: 't3' } }),
  'a slip of the pen in a nested block': instance('wrong', { root_block_device: [{ volume_sise: 8 }] }),
  "the language's own arguments": attributes('fine', { count: 1, depends_on: [], lifecycle: {} }),
  'a connection, which only resources have': of('data', 'everything_lookup', { name: 'x' })('wrong', {
    connection: {},
  }),
  'a body in a list': { ...attributes('fine', {}), body: [{ name: 'x' }] },
  'a slip of the pen of AWS users': instance('wrong', { ami: 'a', instance_typ: 't3.micro' }),
  'a slip of the pen of Hetzner users': server('wrong', { imagee: 'debian-12' }),
}

const types: Cases = {
  'a resource type with a slip': of('resource', 'aws_instnce')('wrong', {}),
  'a data source where a resource should be': of('resource', 'aws_ami')('wrong', {}),
  'a resource where a data source should be': of('data', 'aws_vpc')('wrong', {}),
  'an ephemeral resource that there is not': of('ephemeral', 'aws_instance')('wrong', {}),
  'a type that JavaScript has for all objects': of('resource', 'everything_constructor')('wrong', {}),
  'a type of another provider': of('resource', 'aws_vpc', { provider: 'everything' })('wrong', {}),
  'a deprecated type': of('resource', 'everything_old')('warned', {}),
  'a data source': of('data', 'aws_ami')('fine', {
    most_recent: true,
    filter: [{ name: 'n', values: ['v'] }],
  }),
  'a data source with a slip': of('data', 'aws_ami')('wrong', { most_recet: true }),
  'an ephemeral resource': of('ephemeral', 'everything_secret')('fine', { name: 'x' }),
  'an ephemeral resource with a slip': of('ephemeral', 'everything_secret')('wrong', { nam: 'x' }),
  'the configuration of a provider': of('provider', 'everything')('fine', { region: 'here' }),
  'the configuration of a provider with a slip': of('provider', 'everything')('wrong', { reigon: 'x' }),
  'a wrong value in it': of('provider', 'everything')('wrong', { region: ['here'] }),
}

const required: Cases = {
  'a missing argument': of('resource', 'everything_attributes')('wrong', {}),
  'null for a required argument': attributes('wrong', { name: null }),
  'a missing argument of a data source': of('data', 'everything_lookup')('wrong', {}),
  'a missing argument of a block': blocks('wrong', { list: [{ key: 'a' }, { note: 'b' }] }),
  'an empty element of blocks': blocks('wrong', { list: [{}] }),
  'null among blocks': blocks('wrong', { list: [{ key: 'a' }, null] }),
  'a missing part of a nested attribute': nested('wrong', { single: { note: 'a' } }),
  'null for a required part of a nested attribute': nested('wrong', { single: { key: null } }),
  'all that is required': server('fine', { image: 'debian-12' }),
  'one of two that are required': of('resource', 'hcloud_server', { name: 'x' })('wrong', {}),
}

const readOnly: Cases = {
  'a value for what the provider decides': attributes('wrong', { id: 'x' }),
  'null for it': attributes('fine', { id: null }),
  'a value for it in a block': blocks('wrong', { list: [{ key: 'a', made: 'x' }] }),
  'a value for it in a nested attribute': nested('wrong', { list: [{ key: 'a', made: 'x' }] }),
  'the address of an instance': instance('wrong', { arn: 'arn:aws:ec2:::x' }),
  'a value for what both may decide': attributes('fine', { region: 'here' }),
}

const scalars: Cases = {
  'a number for a string': attributes('fine', { name: 1 }),
  'a boolean for a string': attributes('fine', { name: true }),
  'a list for a string': attributes('wrong', { name: ['x'] }),
  'an object for a string': attributes('wrong', { name: {} }),
  'digits for a number': attributes('fine', { big: '12' }),
  'a power of ten for a number': attributes('fine', { big: '-1.5e3' }),
  'a sign for a number': attributes('fine', { big: '+1' }),
  'half a number': attributes('fine', { big: '.5' }),
  'a hexadecimal number': attributes('wrong', { big: '0x10' }),
  'a number with a space': attributes('wrong', { big: ' 1' }),
  'no digits for a number': attributes('wrong', { big: '' }),
  'a word for a number': attributes('wrong', { big: 'large' }),
  'a boolean for a number': attributes('wrong', { big: true }),
  'text for a boolean': limits('fine', { ...enough, flag: 'true' }),
  'a digit in quotes for a boolean': limits('fine', { ...enough, flag: '1' }),
  'a number for a boolean': limits('wrong', { ...enough, flag: 1 }),
  'a capital for a boolean': limits('wrong', { ...enough, flag: 'True' }),
  'a word for a boolean': limits('wrong', { ...enough, flag: 'yes' }),
  'a template for a number': attributes('fine', { big: '${1 + 1}' }),
  'an escaped template for a number': attributes('wrong', { big: '$${1}' }),
  'null for a number': attributes('fine', { big: null }),
  'a list around one number': attributes('wrong', { big: [1] }),
}

const collections: Cases = {
  'a list for a set': attributes('fine', { set: ['a', 'b'] }),
  'a string for a set': attributes('wrong', { set: 'a' }),
  'an object for a set': attributes('wrong', { set: { a: 'a' } }),
  'numbers for strings in a set': attributes('fine', { set: [1, true] }),
  'a list in a set of strings': attributes('wrong', { set: ['a', ['b']] }),
  'one reference for a set': attributes('fine', { set: '${["a"]}' }),
  'text with a reference for a set': attributes('wrong', { set: 'a-${"b"}' }),
  'a set of an instance': instance('wrong', { vpc_security_group_ids: 'sg-1' }),
  'an object for a map': attributes('fine', { map: { a: 'x', b: 1, c: null } }),
  'a list for a map': attributes('wrong', { map: ['a'] }),
  'a list in a map of strings': attributes('wrong', { map: { a: ['x'] } }),
  'a key from a template': attributes('fine', { map: { '${"a"}': 'x' } }),
  'tags that are a list': instance('wrong', { tags: [{ Name: 'x' }] }),
  'a tuple': attributes('fine', { tuple: ['a', 1] }),
  'a tuple that is too short': attributes('wrong', { tuple: ['a'] }),
  'a tuple with a wrong part': attributes('wrong', { tuple: ['a', 'b'] }),
  'anything where anything may be': attributes('fine', { any: [1, 'a', null, { b: [] }] }),
}

const objects: Cases = {
  'an object with all parts': attributes('fine', { object: { a: 'x', b: [1] } }),
  'an object that lacks a part': attributes('wrong', { object: { a: 'x' } }),
  'an object with null for a part': attributes('fine', { object: { a: 'x', b: null } }),
  'an object with a part too much': attributes('warned', { object: { a: 'x', b: [], c: 1 } }),
  'an object with a wrong part': attributes('wrong', { object: { a: 'x', b: ['y'] } }),
  'a list for an object': attributes('wrong', { object: [{ a: 'x', b: [] }] }),
  'a rule with all its parts': group('fine', { ingress: [rule] }),
  'a rule with a few of them': group('wrong', { ingress: [{ from_port: 1, to_port: 2, protocol: 'tcp' }] }),
  'a rule that is no list': group('wrong', { ingress: rule }),
  'a rule with a part too much': group('warned', { ingress: [{ ...rule, cidr_block: [] }] }),
  'a nested attribute': nested('fine', {
    single: { key: 'a' },
    list: [{ key: 'a' }],
    map: { m: { key: 'a' } },
  }),
  'an object for a list of nested ones': nested('wrong', { list: { key: 'a' } }),
  'a list for one nested object': nested('wrong', { single: [{ key: 'a' }] }),
  'a string for a nested object': nested('wrong', { map: { a: 'x' } }),
  'a nested object with a part too much': nested('warned', { single: { key: 'a', nota: 'b' } }),
  'a reference for nested objects': nested('fine', { list: '${[{ key = "a" }]}' }),
}

const nesting: Cases = {
  'one block as an object': blocks('fine', { list: { key: 'a' } }),
  'blocks as a list': blocks('fine', { list: [{ key: 'a' }, { key: 'b' }] }),
  'null for a block': blocks('fine', { list: null }),
  'a string for a block': blocks('wrong', { list: 'a' }),
  'a template for blocks': blocks('wrong', { list: '${[]}' }),
  'a list of strings for blocks': blocks('wrong', { set: ['a'] }),
  'a block where there is one': blocks('fine', { single: { key: 'a' } }),
  'two blocks where there is one': blocks('wrong', { single: [{ key: 'a' }, { key: 'b' }] }),
  'blocks with labels': blocks('fine', { map: { a: {}, b: { note: 'x' } } }),
  'blocks with labels in a list': blocks('fine', { map: [{ a: {} }, { b: {} }] }),
  'blocks with the same label': blocks('wrong', { map: [{ a: {} }, { a: {} }] }),
  'labels without blocks': blocks('wrong', { map: {} }),
  'a string for a block with a label': blocks('wrong', { map: { a: 'x' } }),
  'as many blocks as must be': limits('fine', enough),
  'no block where one must be': limits('wrong', { one: {} }),
  'an empty list of blocks where one must be': limits('wrong', { ...enough, needed: [] }),
  'one block that is not there': limits('wrong', { needed: { key: 'k' } }),
  'too many blocks': limits('wrong', { ...enough, needed: [{ key: 'a' }, { key: 'b' }, { key: 'c' }] }),
  'too many blocks of AWS': instance('wrong', { root_block_device: [{}, {}] }),
  'a deprecated argument': limits('warned', { ...enough, old: 'x' }),
  'a deprecated block': limits('warned', { ...enough, some: { inner: { depth: 1 } } }),
}

const dynamic: Cases = {
  'blocks that are generated': blocks('fine', {
    dynamic: { list: { for_each: each, content: { key: '${list.value}' } } },
  }),
  'two lots of them': blocks('fine', {
    dynamic: { list: [1, 2].map(() => ({ for_each: each, content: [{ key: 'a' }] })) },
  }),
  'blocks that must be, generated': limits('fine', {
    one: {},
    dynamic: { needed: { for_each: each, content: { key: 'k' } } },
  }),
  'none of the blocks that must be, generated': limits('wrong', {
    one: {},
    dynamic: { needed: { for_each: [], content: { key: 'k' } } },
  }),
  'too many blocks, some of them generated': limits('wrong', {
    ...enough,
    dynamic: { needed: { for_each: { a: 1, b: 2 }, content: { key: 'k' } } },
  }),
  'blocks that must be, for what is not known': limits('fine', {
    one: {},
    dynamic: { needed: { for_each: '${toset(["a"])}', content: { key: 'k' } } },
  }),
  'generated blocks with labels': blocks('fine', {
    dynamic: { map: { for_each: each, labels: ['${map.value}'], content: {} } },
  }),
  'generated blocks that lack labels': blocks('wrong', { dynamic: { map: { for_each: each, content: {} } } }),
  'generated blocks that there are not': blocks('wrong', {
    dynamic: { lists: { for_each: each, content: {} } },
  }),
  'a generated argument': attributes('wrong', { dynamic: { map: { for_each: each, content: {} } } }),
  'generated objects of a list': limits('fine', {
    ...enough,
    dynamic: { rows: { for_each: each, content: { a: 'x' } } },
  }),
  'a slip in generated objects': limits('wrong', {
    ...enough,
    dynamic: { rows: { for_each: each, content: { c: 'x' } } },
  }),
  'generated rules of AWS': group('fine', {
    dynamic: { ingress: { for_each: each, content: { from_port: 1, to_port: 2, protocol: 'tcp' } } },
  }),
  'a slip in generated blocks': blocks('wrong', {
    dynamic: { list: { for_each: each, content: { key: 'a', nota: 'x' } } },
  }),
  'what generated blocks lack': blocks('wrong', { dynamic: { list: { for_each: each, content: {} } } }),
  'what no blocks lack': blocks('fine', { dynamic: { list: { for_each: [], content: {} } } }),
  'no content': blocks('wrong', { dynamic: { list: { for_each: each } } }),
  'nothing to generate for': blocks('wrong', { dynamic: { list: { content: { key: 'a' } } } }),
  'an argument beside the content': blocks('wrong', {
    dynamic: { list: { for_each: each, content: { key: 'a' }, note: 'x' } },
  }),
  'generated blocks in a block': limits('warned', {
    ...enough,
    some: { dynamic: { inner: { for_each: each, content: { depth: 1 } } } },
  }),
}

export const cases: Cases = {
  ...names,
  ...types,
  ...required,
  ...readOnly,
  ...scalars,
  ...collections,
  ...objects,
  ...nesting,
  ...dynamic,
}

/** The document of one case. */
export const documentOf = ({ kind, type, body }: Case): Readonly<Record<string, DocumentValue>> => ({
  terraform: { required_providers: requirements },
  [kind]: { [type]: kind === 'provider' ? body : { x: body } },
})

export const requirements = {
  everything: { source: 'example/everything' },
  hcloud: { source: 'hetznercloud/hcloud' },
}
