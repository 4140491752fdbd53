import { describe, expect, it } from 'vitest'
import { readMessage } from '../../../src/terraform/driver/messages.js'

const read = (message: object) => {
  const { raw, ...content } = readMessage(JSON.stringify(message))
  expect(raw).toEqual(message)
  return content
}

const resource = { addr: 'module.net["a b"].aws_vpc.main[0]', module: 'module.net["a b"]', resource_key: 0 }
const address = resource.addr

describe('a line of the event stream', () => {
  it('is a planned change', () => {
    const change = { resource, action: 'replace', reason: 'tainted' }
    expect(read({ type: 'planned_change', change })).toEqual({
      type: 'planned_change',
      change: { address, action: 'replace', reason: 'tainted' },
    })
    const moved = { resource, previous_resource: { addr: 'aws_vpc.old' }, action: 'move' }
    expect(read({ type: 'planned_change', change: moved })).toEqual({
      type: 'planned_change',
      change: { address, action: 'move', previousAddress: 'aws_vpc.old' },
    })
    expect(read({ type: 'planned_change', change: { resource, action: 'remove' } })).toMatchObject({
      change: { action: 'forget' },
    })
  })

  it('is an operation', () => {
    const hook = { resource, action: 'create', elapsed_seconds: 12 }
    for (const type of ['apply_start', 'apply_progress', 'apply_complete', 'apply_errored']) {
      expect(read({ type, hook })).toEqual({ type, operation: { address, action: 'create', seconds: 12 } })
    }
    expect(read({ type: 'provision_progress', hook: { resource, output: 'hi' } })).toEqual({
      type: 'provision_progress',
      address,
      output: 'hi',
    })
  })

  it('is a summary, outputs, a diagnostic', () => {
    const changes = { add: 1, change: 2, remove: 3, import: 4, operation: 'plan' }
    expect(read({ type: 'change_summary', changes })).toEqual({
      type: 'change_summary',
      operation: 'plan',
      counts: { add: 1, change: 2, destroy: 3, import: 4 },
    })
    const outputs = {
      none: { sensitive: false, type: 'string', value: null },
      key: { sensitive: true, type: 'string' },
    }
    expect(read({ type: 'outputs', outputs })).toEqual({ type: 'outputs', outputs })
    const diagnostic = { severity: 'warning', summary: 'Old', detail: 'Use new', address }
    expect(read({ type: 'diagnostic', diagnostic })).toEqual({ type: 'diagnostic', diagnostic })
  })

  it.each([
    ['a type that is not known yet', '{"type":"brand_new","@message":"hello"}', 'hello', true],
    [
      'text',
      'Successfully configured the backend "local"!',
      'Successfully configured the backend "local"!',
      false,
    ],
    ['half an object', '{"type":', '{"type":', false],
    ['another JSON value', '["x"]', '["x"]', false],
    ['nothing', '', '', false],
  ])('may be %s', (_, line, text, json) => {
    expect(readMessage(line)).toMatchObject({ type: 'other', text, json })
  })

  it('may lack everything that is expected of it', () => {
    for (const type of [
      'planned_change',
      'apply_start',
      'change_summary',
      'outputs',
      'diagnostic',
      'refresh_start',
    ]) {
      expect(readMessage(JSON.stringify({ type })).type).toBe(type)
      expect(
        readMessage(JSON.stringify({ type, change: 1, hook: [], outputs: 'x', diagnostic: null })).type,
      ).toBe(type)
    }
  })
})
