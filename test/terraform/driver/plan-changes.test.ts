import { expect, it } from 'vitest'
import { planChanges } from '../../../src/terraform/driver/plan-changes.js'
import type { Change } from '../../../src/terraform/driver/plan-document.js'

const ofChange = (change: Change) =>
  planChanges({ resource_changes: [{ address: 'a.b', change }] }).resource_changes[0]

it('tells values before and after, and what is not known yet', () => {
  const change = {
    actions: ['update'],
    before: { size: 1, id: 'x' },
    after: { size: 2 },
    after_unknown: { id: true },
    before_sensitive: {},
    after_sensitive: {},
  }
  expect(ofChange(change)).toEqual({ address: 'a.b', change })
})

it('hides what is sensitive, on both sides, also where the mark is on one', () => {
  const change = ofChange({
    actions: ['update'],
    before: { password: 'old', open: 1, nested: { key: 'k', name: 'n' }, gone: null },
    after: { password: 'new', open: 2, nested: { key: 'l', name: 'n' }, gone: null },
    before_sensitive: { nested: { key: true } },
    after_sensitive: { password: true, gone: true },
  })
  expect(change).toMatchObject({
    change: {
      before: { password: '(sensitive)', open: 1, nested: { key: '(sensitive)', name: 'n' }, gone: null },
      after: { password: '(sensitive)', open: 2, nested: { key: '(sensitive)', name: 'n' }, gone: null },
    },
  })
  expect(JSON.stringify(change)).not.toMatch(/old|new|"k"|"l"/)
})

it('hides all elements of a list in which one is sensitive: they move', () => {
  const change = ofChange({
    actions: ['update'],
    before: { keys: ['secret', 'plain'] },
    after: { keys: ['plain', 'secret'] },
    before_sensitive: { keys: [true, false] },
    after_sensitive: { keys: [false, true] },
  })
  expect(change).toMatchObject({
    change: {
      before: { keys: ['(sensitive)', '(sensitive)'] },
      after: { keys: ['(sensitive)', '(sensitive)'] },
    },
  })
})

it('leaves out what does not change, keeps what moves or is imported', () => {
  const noop = { actions: ['no-op'], before: 1, after: 1 }
  expect(
    planChanges({
      resource_changes: [
        { address: 'a.same', change: noop },
        { address: 'a.moved', previous_address: 'a.old', change: noop },
        { address: 'a.imported', change: { ...noop, importing: { id: 'i' } } },
      ],
      output_changes: {
        same: noop,
        token: { actions: ['create'], before: null, after: 's3cret', after_sensitive: true },
      },
    }),
  ).toMatchObject({
    resource_changes: [{ address: 'a.moved' }, { address: 'a.imported' }],
    resource_drift: [],
    output_changes: { token: { before: null, after: '(sensitive)' } },
  })
})
