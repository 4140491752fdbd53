import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readValuePath, showValuePath } from '../../src/modules/value-path.js'

describe('the path of a value', () => {
  it.each([
    ['resource.aws_instance.web.ami', ['resource', 'aws_instance', 'web', 'ami']],
    ['config.web.size', ['web', 'size']],
    ['config', ['config']],
    ['a."b.c".d', ['a', 'b.c', 'd']],
    ['a."say \\"so\\"".d', ['a', 'say "so"', 'd']],
    ['a.list[2].b', ['a', 'list', 2, 'b']],
    ['a.list.2.b', ['a', 'list', 2, 'b']],
    ['a."2"', ['a', '2']],
  ])('reads %s', (text, path) => {
    expect(readValuePath(text)).toEqual(path)
  })

  it.each(['', '.', 'a.', '.a', 'a..b', '[0]', '0', 'a"b"', 'a[x]', 'a]', 'a."b'])('refuses %j', text => {
    expect(readValuePath(text)).toBeUndefined()
  })

  it('reads what it shows', () => {
    const name = fc.string({ minLength: 1 }).filter(text => text !== 'config' && !text.includes('${'))
    const step = fc.oneof(name, fc.nat())
    fc.assert(
      fc.property(name, fc.array(step), (first, rest) => {
        expect(readValuePath(showValuePath([first, ...rest]))).toEqual([first, ...rest])
      }),
    )
  })
})
