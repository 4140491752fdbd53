import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pathAtLine } from '../../../src/terraform/document/path-at-line.js'
import { renderDocument } from '../../../src/terraform/document/render.js'
import type { TerraformDocument } from '../../../src/terraform/document/shape.js'

const at = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown>)[step], value)

const walk = (value: unknown, path: readonly (string | number)[]): (readonly (string | number)[])[] => {
  if (Array.isArray(value)) return value.flatMap((item, i) => [[...path, i], ...walk(item, [...path, i])])
  return value !== null && typeof value === 'object'
    ? Object.entries(value).flatMap(([name, item]) => [[...path, name], ...walk(item, [...path, name])])
    : []
}

describe('the value on a line of a document', () => {
  it('is found by the line alone', () => {
    const text = renderDocument({ output: { o: { value: ['a: b', { c: 1 }] } } } as TerraformDocument)
    const paths = text.split('\n').map((_, index) => pathAtLine(text, index + 1))
    expect(paths).toEqual([
      undefined,
      ['output'],
      ['output', 'o'],
      ['output', 'o', 'value'],
      ['output', 'o', 'value', 0],
      ['output', 'o', 'value', 1],
      ['output', 'o', 'value', 1, 'c'],
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(pathAtLine(text, 99)).toBeUndefined()
  })

  it('is each value of any document on one line', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
    const { value } = fc.letrec<{ value: unknown }>(tie => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 3 }),
      ),
    }))
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value, { maxKeys: 3 }), document => {
        const text = renderDocument(document as TerraformDocument)
        const found = text
          .split('\n')
          .flatMap((_, index) => {
            const path = pathAtLine(text, index + 1)
            return path === undefined ? [] : [JSON.stringify(path)]
          })
          .toSorted()
        const all = walk(JSON.parse(text), [])
          .map(path => JSON.stringify(path))
          .toSorted()
        expect(found).toEqual(all)
        for (const path of all) expect(at(JSON.parse(text), JSON.parse(path))).toBeDefined()
      }),
    )
  })
})
