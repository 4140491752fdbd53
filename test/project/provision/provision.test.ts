/** What is written down of an unattended run that did not come to its end. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DiagnosticCode } from '../../../src/contracts/codes.js'
import { failure } from '../../../src/contracts/diagnostic.js'
import { provision, provisionStatus } from '../../../src/project/provision/provision.js'
import { scratch } from '../../support/scratch.js'

const reportOf = async (code: DiagnosticCode): Promise<unknown> => {
  const report = join(scratch(), 'report.json')
  const failing = async () => {
    throw failure(code, 'as the test wants it')
  }
  const how = { mode: 'normal', variables: [], variableFiles: [], targets: [], replace: [] } as const
  const run = provision(failing, {
    cwd: '/',
    emit: () => {},
    name: 'web',
    plan: how,
    planOnly: false,
    allowed: { destroy: false, tainted: false },
    report,
  })
  await expect(run).rejects.toThrow('as the test wants it')
  if (!existsSync(report)) return undefined
  const { outcome, status, errors } = JSON.parse(readFileSync(report, 'utf8'))
  return [outcome, status, errors.map((error: { readonly code: string }) => error.code)]
}

describe('the report of an unattended run', () => {
  it('tells what was stopped from what went wrong', async () => {
    expect(await reportOf('interrupted')).toEqual(['interrupted', 130, ['interrupted']])
    // tofu/terraform goes on without us.
    expect(await reportOf('detached')).toEqual(['interrupted', 130, ['detached']])
    expect(await reportOf('destroy-refused')).toEqual(['refused', 6, ['destroy-refused']])
    expect(await reportOf('deploy-partial')).toEqual(['failed', 5, ['deploy-partial']])
  })

  it('is left to whoever is at work', async () => {
    expect(await reportOf('work-folder-locked')).toBeUndefined()
    expect(provisionStatus(failure('work-folder-locked', ''))).toBe(75)
  })
})
