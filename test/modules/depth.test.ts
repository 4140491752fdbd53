import { expect, it } from 'vitest'
import type { DefinitionsDocument, Node } from '../../src/modules/definitions.js'
import { deepestNesting, nestedTooDeep } from '../../src/modules/depth.js'

const document = (locals: unknown): DefinitionsDocument => ({
  version: 1,
  files: [],
  options: { locals: locals as never },
  assertions: [],
  warnings: [],
  meta: null,
  settings: { dialect: null },
})

const nested = (depth: number, wrap: (inner: Node) => Node, innermost: Node = {}): Node => {
  let value = innermost
  for (let level = 0; level < depth; level++) value = wrap(value)
  return value
}

it.each([
  ['sets', (value: Node): Node => ({ n: value }), 'n'],
  ['lists', (value: Node): Node => [1, value], '1'],
  [
    'sets that several modules define',
    (value: Node): Node => ({
      _type: 'definitions',
      of: [{ file: 0 }, { file: 1 }],
      members: { n: value },
    }),
    'n',
  ],
  ['sets with a member _type', (value: Node): Node => ({ _type: 'set', value: { n: value } }), 'n'],
])('counts the levels of %s, however many there are', (_, wrap, step) => {
  expect(nestedTooDeep(document(nested(5, wrap)), 5)).toBeUndefined()
  expect(nestedTooDeep(document(nested(6, wrap)), 5)).toEqual(['locals', ...Array(6).fill(step)])
  expect(nestedTooDeep(document(nested(100_000, wrap)))).toHaveLength(deepestNesting + 2)
})

it('what a tag wraps is no deeper than the tag', () => {
  const value = { _type: 'definitions', of: [{ file: 0, value: { a: { b: {} } } }] }
  expect(nestedTooDeep(document({ _type: 'computed', files: [], value }), 2)).toBeUndefined()
})
