/** What arguments become where Terraform's JSON evaluates nothing, and objects whose keys are computed. */
import { describe, expect, it } from 'vitest'
import { convertFile } from '../../../src/terraform/hcl/document/convert.js'
import { convertJson } from '../../../src/terraform/hcl/document/from-json.js'
import { documentOf } from '../../../src/terraform/hcl/document/to-json.js'
import { convertValues, valuesInPlace } from '../../../src/terraform/hcl/document/values.js'
import { parseHcl } from '../../../src/terraform/hcl/parse.js'

const anyVariables = { declared: undefined, sensitive: new Set<string>() }

const convert = (text: string) => {
  const { members, doubts } = convertFile(parseHcl(text), new Map())
  return { document: documentOf(members), refused: doubts.map(({ at }) => text.slice(at)) }
}

describe('where nothing is evaluated', () => {
  const defaultOf = (value: string) => convert(`variable "v" {\n  default = ${value}\n}\n`)

  it.each([
    ['-(3)', -3],
    ['- 5', -5],
    ['-(-5)', 5],
    ['!true', false],
    ['(\n  "a" # so\n)', 'a'],
    ['"${60}"', 60],
    ['"${60}s ${"x"} ${true} $${y}"', '60s x true ${y}'],
    ['"a-${"b-${1.5}"}"', 'a-b-1.5'],
    ['({ ("k") = [(null), -(1)], "${"z"}" = ([1]) })', { k: [null, -1], z: [1] }],
  ])('%s is worked out', (value, wanted) => {
    const { document, refused } = defaultOf(value)
    expect(refused).toEqual([])
    expect(document).toEqual({ variable: { v: { default: wanted } } })
  })

  it.each([
    '60 * 60',
    '-1 + 2',
    '(1) + (2)',
    'true ? 1 : 2',
    '"a${1 + 1}"',
    '"%{ if true }a%{ endif }"',
    '"${1e3}s"',
    'var.x',
    'max(1, 2)',
    '[for x in [1] : x]',
    '-"5"',
  ])('%s is refused, where it stands', value => {
    expect(defaultOf(value).refused).toEqual([`${value}\n}\n`])
    expect(defaultOf(`[1, (${value})]`).refused).toHaveLength(1)
    expect(defaultOf(`{ (${value}) = 1 }`).refused).toEqual([`(${value}) = 1 }\n}\n`])
    expect(convertValues(parseHcl(`v = ${value}\n`), anyVariables).doubts).toMatchObject([
      { at: 4, lost: true },
    ])
  })

  it.each([
    'output "o" {\n  value = 1 + 1\n  description = X\n}',
    'output "o" {\n  value = 1 + 1\n  sensitive = X\n}',
    'variable "v" {\n  description = X\n}',
    'terraform {\n  required_version = X\n}',
    'terraform {\n  backend "s3" {\n    key = X\n  }\n}',
    'terraform {\n  required_providers {\n    a = { version = X }\n  }\n}',
    'provider "a" {\n  version = X\n}',
    'module "m" {\n  source = X\n}',
    'resource "a" "b" {\n  lifecycle {\n    prevent_destroy = X\n  }\n}',
    'removed {\n  from = a.b\n  lifecycle {\n    destroy = X\n  }\n}',
  ])('so it is in %s', text => {
    expect(convert(text.replace('X', '1 == 2')).refused).toHaveLength(1)
    expect(convert(text.replace('X', '"a${1 + 1}"')).refused).toHaveLength(1)
    expect(convert(text.replace('X', '("a")')).refused).toEqual([])
  })

  it('what only OpenTofu takes there, and looks up, stays', () => {
    const { document, refused } = convert(
      'terraform {\n  backend "s3" {\n    key = local.k\n    bucket = "${var.b}-x"\n  }\n}\nmodule "m" {\n  source = format("./%s", var.m)\n}\n',
    )
    expect(refused).toEqual([])
    expect(document).toEqual({
      terraform: { backend: { s3: { key: '${local.k}', bucket: '${var.b}-x' } } },
      module: { m: { source: '${format("./%s", var.m)}' } },
    })
    const text = 'module "m" {\n  source = "x" == "var.x" ? "a" : "b"\n}\n'
    expect(convert(text).refused).toHaveLength(1)
  })
})

describe('keys of objects', () => {
  const local = (value: string) => convert(`locals {\n  a = ${value}\n}\n`).document

  it.each(['{ (var.secret) = 2 }', '{ b = 1, "k-${var.secret}" = null }', '{ (var.a) = {\n c = 1 # so\n} }'])(
    '%s stays one expression',
    value => expect(local(value)).toEqual({ locals: { a: `\${${value}}` } }),
  )

  it('are taken apart where they are plain, and around one that is not', () => {
    expect(local('[{ ("$${c}") = 1, 2 = { (var.e) = null } }]')).toEqual({
      locals: { a: [{ '$${c}': 1, 2: '${{ (var.e) = null }}' }] },
    })
    expect(convert('module "m" {\n  source = "./m"\n  providers = { a.b = a.c }\n}\n').document).toEqual({
      module: { m: { source: './m', providers: { 'a.b': 'a.c' } } },
    })
  })
})

it('a comment of JSON is one of the module', () => {
  const { members, rest } = convertJson({ '//': 'a\nb', output: {} })
  expect(members).toMatchObject([{ name: 'output', comments: ['a', 'b'] }])
  expect(rest).toEqual([])
  expect(convertJson({ '//': ['a'] })).toMatchObject({ members: [], rest: ['["a"]'] })
})

it('values are where the defaults were, the last of several', () => {
  const { members } = convertFile(
    parseHcl('variable "q" {\n  type = any\n  default = 1\n}\nvariable "r" {}\n'),
    new Map(),
  )
  const values = (text: string) => convertValues(parseHcl(text), anyVariables).members
  const all = valuesInPlace([
    ...values('q = 2\n'),
    ...members,
    ...values('q = { a = 1 }\nr = null\nother = 1\n'),
  ])
  expect(all).toHaveLength(4)
  expect(documentOf(all)).toEqual({
    variable: {
      q: { type: 'any', default: { a: 1 } },
      r: { default: null },
      other: { default: 1 },
    },
  })
})
