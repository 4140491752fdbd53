import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { expect, it } from 'vitest'
import { identify } from '../../src/process/alive.js'
import { beginRun, newRunId, planPath, pruneRuns, runsFolder } from '../../src/project/run-record.js'
import { scratch } from '../support/scratch.js'

const now = new Date('2026-01-02T03:04:05.678Z')

it('tells what was started and how it ended, to its owner only', () => {
  const here = scratch()
  const run = beginRun(here, newRunId(now, 42), 'apply', now)
  const [guard, program] = [{ pid: 76 }, { pid: 77 }]
  run.noteStep({ name: 'apply', dialect: 'tofu', offset: 12, exit: 'exit-apply' }, { guard, program })
  run.end(1)
  const record = JSON.parse(readFileSync(`${run.folder}/record.json`, 'utf8'))
  expect(record).toEqual({
    version: 1,
    id: '20260102T030405678Z-42',
    command: 'apply',
    host: hostname(),
    terrane: identify(process.pid),
    startedAt: '2026-01-02T03:04:05.678Z',
    steps: [
      {
        name: 'apply',
        dialect: 'tofu',
        offset: 12,
        exit: 'exit-apply',
        startedAt: expect.any(String),
        guard,
        program,
      },
    ],
    endedAt: expect.any(String),
    status: 1,
  })
  expect(statSync(run.folder).mode & 0o777).toBe(0o700)
})

it('has no saved plan left when it has ended', () => {
  const run = beginRun(scratch(), 'id', 'plan', now)
  writeFileSync(planPath(run.folder), 'secret')
  run.end(0)
  expect(existsSync(planPath(run.folder))).toBe(false)
})

it('keeps the last 20, and no plan that a killed terrane left', () => {
  const here = scratch()
  for (let minute = 10; minute < 35; minute++) {
    const run = beginRun(here, newRunId(new Date(Date.UTC(2026, 0, 1, 0, minute)), 1), 'plan', now)
    writeFileSync(planPath(run.folder), 'secret')
  }
  pruneRuns(here)
  const left = readdirSync(runsFolder(here))
  expect(left).toHaveLength(20)
  expect(left[0]).toBe('20260101T001500000Z-1')
  for (const id of left) expect(readdirSync(`${runsFolder(here)}/${id}`)).toEqual(['record.json'])
})
