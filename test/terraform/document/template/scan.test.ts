import { describe, expect, it } from 'vitest'
import { isTemplate, scanTemplate } from '../../../../src/terraform/document/template/scan.js'

const names = (text: string) => scanTemplate(text).references.map(reference => reference.join('.'))

describe('the names that a template refers to', () => {
  it.each([
    ['plain text', []],
    ['${var.a}', ['var.a']],
    ['a ${var.a} b ${local.b.c}', ['var.a', 'local.b.c']],
    ['${aws_vpc.main[0].id}', ['aws_vpc.main']],
    ['${aws_vpc.main["${var.k}"].id}', ['aws_vpc.main', 'var.k']],
    ['${a.b.*.c}', ['a.b']],
    ['$${var.a}', []],
    ['%%{ if var.a }', []],
    ['$$${var.a}', []],
    ['${"$"}${var.a}', ['var.a']],
    ['${max(var.a, 1)}', ['var.a']],
    ['${provider::aws::arn_parse(var.a).region}', ['var.a']],
    ['${[for x in var.l : x.name if x.on]}', ['var.l']],
    ['${[for i, x in var.l : "${i}-${x}-${y.z}"]}', ['var.l', 'y.z']],
    ['${{ for k, v in var.m : k => v... }}', ['var.m']],
    ['${{ key = var.a, (local.k) = 1, other: 2 }}', ['var.a', 'local.k']],
    ['${[for x in [1] : x]} ${x.y}', ['x.y']],
    ['${~ var.a ~}', ['var.a']],
    ['${var.a ? "b" : c.d}', ['var.a', 'c.d']],
    ['%{ for x in var.l ~}${x}%{ endfor }', ['var.l']],
    ['%{ if var.a }${b.c}%{ else }%{ endif }', ['var.a', 'b.c']],
    ['${var.a /* var.b */ + 1}', ['var.a']],
    ['${"a \\" ${var.a}"}', ['var.a']],
    ['${var.a\n  .b}', ['var.a']],
  ])('in %j are %j', (text, expected) => {
    expect(names(text)).toEqual(expected)
    expect(scanTemplate(text).flaw).toBeUndefined()
  })
})

it.each([
  ['${var.a', 'unclosed'],
  ['${"a}', 'unclosed'],
  ['${HOME:-/root}', 'colon'],
  ['${a@b}', 'character'],
  ['%{http_code}', 'directive'],
  ['100%{', 'directive'],
] as const)('%j can be no template: %s', (text, flaw) => {
  expect(scanTemplate(text)).toEqual({ references: [], flaw })
})

it('says nothing of what it does not know', () => {
  expect(scanTemplate('${<<EOT\n${var.a}\nEOT\n}')).toEqual({ references: [], unsure: true })
  expect(scanTemplate('${(var.a]}')).toEqual({ references: [], unsure: true })
})

it('tells templates from escaped text', () => {
  expect(['${a}', 'x%{ if a }', '$${a}', '%%{a}', '$5', 'a'].map(isTemplate)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ])
})
