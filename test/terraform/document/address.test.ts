import { expect, it } from 'vitest'
import {
  isConstantKey,
  isModuleAddress,
  parseAddress,
  resourceAddress,
  unwrapped,
} from '../../../src/terraform/document/address.js'

it.each([
  ['aws_vpc.main', [{ name: 'aws_vpc' }, { name: 'main' }]],
  ['a.b[0]', [{ name: 'a' }, { name: 'b' }, { key: '0' }]],
  ['a.b["c.d[e]"].f', [{ name: 'a' }, { name: 'b' }, { key: '"c.d[e]"' }, { name: 'f' }]],
  ['a . b', [{ name: 'a' }, { name: 'b' }]],
  ['a.b[each.key]', [{ name: 'a' }, { name: 'b' }, { key: 'each.key' }]],
  ['', undefined],
  ['.a', undefined],
  ['a.', undefined],
  ['a b', undefined],
  ['[0]', undefined],
  ['a.b[', undefined],
  ['${a.b}', undefined],
  ['a.0', undefined],
])('%j is read as %j', (text, steps) => {
  expect(parseAddress(text)).toEqual(steps)
})

it('reads the address of a resource in modules', () => {
  expect(resourceAddress(parseAddress('module.a["x"].module.b.data.aws_ami.c[0].id')!)).toEqual({
    modules: ['a', 'b'],
    mode: 'data',
    type: 'aws_ami',
    label: 'c',
    key: '0',
    rest: [{ name: 'id' }],
  })
  expect(resourceAddress(parseAddress('module.a')!)).toBeUndefined()
})

it('tells modules from resources', () => {
  const texts = ['module.a', 'module.a[0].module.b', 'module.a.aws_vpc.b', 'aws_vpc.a', 'module']
  expect(texts.map(text => isModuleAddress(parseAddress(text)!))).toEqual([true, true, false, false, false])
})

it('knows keys that need no evaluation', () => {
  expect(['0', '"a"', '"a\\"b"', '"$5"', 'each.key', '"${x}"', '-1'].map(isConstantKey)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ])
})

it('takes the one interpolation out of its braces', () => {
  expect(['${a.b}', ' ${ a } ', 'x${a}', '${a}${b}', 'a'].map(unwrapped)).toEqual([
    'a.b',
    'a',
    undefined,
    undefined,
    undefined,
  ])
})
