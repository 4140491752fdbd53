import { expect, it } from 'vitest'
import type { TerraneEvent } from '../../src/contracts/events.js'
import { beginRun } from '../../src/project/run-record.js'
import { keepTimings, readTimings } from '../../src/project/timings.js'
import { scratch } from '../support/scratch.js'

const ended = (
  address: string,
  action: 'create' | 'delete',
  seconds: number,
): Extract<TerraneEvent, { type: 'operation_end' }> => ({ type: 'operation_end', address, action, seconds })

it('what a type of resource took in earlier runs is expected of the next one', () => {
  const here = scratch()
  expect(readTimings(here)('aws_vpc.main', 'create')).toBeUndefined()
  for (const [index, seconds] of [10, 12, 90].entries()) {
    const run = beginRun(here, `2026010${index}`, 'apply', new Date(0))
    const passed: TerraneEvent[] = []
    const timings = keepTimings(event => passed.push(event))
    timings.emit(ended(`module.net["a.b"].aws_vpc.main[${index}]`, 'create', seconds))
    timings.emit(ended('aws_vpc.old', 'delete', 3))
    timings.save(run.folder)
    expect(passed).toHaveLength(2)
  }
  const expected = readTimings(here)
  expect(expected('aws_vpc.other', 'create')).toBe(12)
  expect(expected('module.x.aws_vpc.other["k"]', 'replace')).toBe(15)
  expect(expected('aws_subnet.a', 'create')).toBeUndefined()
  expect(expected('aws_vpc.other', 'update')).toBeUndefined()
})
