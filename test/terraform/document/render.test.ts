import fc from 'fast-check'
import stringify from 'json-stable-stringify'
import { describe, expect, it } from 'vitest'
import { renderDocument } from '../../../src/terraform/document/render.js'
import type { TerraformDocument } from '../../../src/terraform/document/shape.js'

const render = (value: unknown): string => renderDocument(value as TerraformDocument)

describe('the text of a document', () => {
  it('has sorted names, two spaces, a final newline', () => {
    expect(render({ b: { d: [], c: {} }, a: [1, { z: null, y: true }] })).toBe(
      '{\n  "a": [\n    1,\n    {\n      "y": true,\n      "z": null\n    }\n  ],\n  "b": {\n    "c": {},\n    "d": []\n  }\n}\n',
    )
  })

  it('sorts names that look like numbers as text', () => {
    expect(render({ x: { b: 1, 9: 2, 10: 3 } })).toBe(
      '{\n  "x": {\n    "10": 3,\n    "9": 2,\n    "b": 1\n  }\n}\n',
    )
  })

  it('has integers that no double holds digit by digit', () => {
    expect(render({ b: 9223372036854775807n, a: 1 })).toBe('{\n  "a": 1,\n  "b": 9223372036854775807\n}\n')
  })

  it('keeps a member of any name', () => {
    const set = Object.fromEntries([
      ['__proto__', 1],
      ['constructor', 2],
    ])
    expect(render({ x: set })).toBe('{\n  "x": {\n    "__proto__": 1,\n    "constructor": 2\n  }\n}\n')
  })

  it('is what json-stable-stringify makes of it, and leaves the document alone', () => {
    const name = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.nat().map(String))
    const { value } = fc.letrec<{ value: unknown }>(tie => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(
          fc.string(),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.boolean(),
          fc.constant(null),
        ),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(name, tie('value'), { maxKeys: 5 }),
      ),
    }))
    fc.assert(
      fc.property(fc.dictionary(name, value), document => {
        const before = JSON.stringify(document)
        expect(render(document)).toBe(`${stringify(document, { space: 2, collapseEmpty: true })}\n`)
        expect(JSON.stringify(document)).toBe(before)
      }),
      { numRuns: 500 },
    )
  })
})
