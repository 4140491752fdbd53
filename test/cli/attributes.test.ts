import { describe, expect, it } from 'vitest'
import { attributeRows, wholeValue } from '../../src/cli/render/attributes.js'
import type { Change } from '../../src/terraform/driver/plan-document.js'

/** Rows as `path: before → after`. */
const rows = (change: Omit<Change, 'actions'>): readonly string[] =>
  attributeRows({ actions: [], ...change }).map(
    ({ path, before = '-', after = '-', forcesReplacement }) =>
      `${path}: ${before} → ${after}${forcesReplacement ? ' !' : ''}`,
  )

describe('the attributes of a planned change', () => {
  it('are all that is set, for a new resource', () => {
    expect(
      rows({
        before: null,
        after: { name: 'a', empty: null, size: 1.5, on: false, tags: { b: ['c'] } },
        after_unknown: { id: true, tags: { d: true } },
      }),
    ).toEqual([
      'id: - → (known after apply)',
      'name: - → "a"',
      'on: - → false',
      'size: - → 1.5',
      'tags: - → { b = ["c"], d = (known after apply) }',
    ])
  })

  it('are what differs, as deep as it differs', () => {
    expect(
      rows({
        before: { a: 1, deep: { list: [{ x: 1, y: 2 }], gone: 1 }, shorter: [1, 2], same: { z: 0 } },
        after: { a: 1, deep: { list: [{ x: 1, y: 3 }], new: '' }, shorter: [1], same: { z: 0 } },
      }),
    ).toEqual(['deep.gone: 1 → -', 'deep.list[0].y: 2 → 3', 'deep.new: - → ""', 'shorter: [1, 2] → [1]'])
  })

  it('say what forces the replacement', () => {
    expect(
      rows({
        before: { ami: 'a', disk: [{ size: 1 }], name: 'x' },
        after: { ami: 'b', disk: [{ size: 2 }], name: 'y' },
        replace_paths: [['ami'], ['disk', 0, 'size']],
      }),
    ).toEqual(['ami: "a" → "b" !', 'disk[0].size: 1 → 2 !', 'name: "x" → "y"'])
  })

  it('show the end of long texts where that is what differs', () => {
    const [row] = rows({ before: { text: `${'x'.repeat(500)}1` }, after: { text: `${'x'.repeat(500)}2` } })
    expect(row).toBe(`text: …${'x'.repeat(20)}1" → …${'x'.repeat(20)}2"`)
  })

  it('write control characters out', () => {
    expect(rows({ before: { a: '\u001b[2J' }, after: { a: '\n' } })).toEqual(['a: "\\u001b[2J" → "\\n"'])
  })
})

describe('a sensitive value is never shown', () => {
  const secret = 'hunter2'

  it.each([
    ['alone', { after: { a: secret }, after_sensitive: { a: true } }],
    ['that it was', { before: { a: secret }, after: { a: 'x' }, before_sensitive: { a: true } }],
    ['that it becomes', { before: { a: secret }, after: { a: secret, b: 1 }, after_sensitive: { a: true } }],
    ['inside of a new value', { after: { a: { b: [secret] } }, after_sensitive: { a: { b: [true] } } }],
    [
      'inside of a list that grows',
      { before: { a: [] }, after: { a: [{ b: secret }] }, after_sensitive: { a: [{ b: true }] } },
    ],
    ['when all is sensitive', { before: { a: 1 }, after: { a: secret }, after_sensitive: true }],
    ['when it goes', { before: { a: secret, b: 1 }, after: { b: 1 }, before_sensitive: { a: true } }],
    [
      'beside something unknown',
      {
        before: { a: { b: secret } },
        after: { a: {} },
        after_unknown: { a: { b: true } },
        before_sensitive: { a: { b: true } },
      },
    ],
  ] as const)('%s', (_, change) => {
    const text = rows(change).join('\n')
    expect(text).not.toContain(secret)
    expect(JSON.stringify(wholeValue({ actions: [], ...change })) ?? '').not.toContain(secret)
  })
})
