/** Exit statuses of commands for several hosts. */
import { describe, expect, it } from 'vitest'
import { statusOfAnswers, statusOfDeployment } from '../../src/cli/some-hosts.js'
import type { DiagnosticCode } from '../../src/contracts/codes.js'
import { failure } from '../../src/contracts/diagnostic.js'
import type { HostResult } from '../../src/nixos/deployment.js'

const answer = (code?: DiagnosticCode) =>
  code === undefined ? { name: 'a', value: 1 } : { name: 'a', error: failure(code, 'why') }

const failed = (code?: DiagnosticCode): { readonly name: string; readonly result: HostResult } => ({
  name: 'a',
  result: {
    name: 'a',
    outcome: 'failed',
    newlyFailedUnits: [],
    keysChanged: [],
    roundTrips: 0,
    seconds: 0,
    ...(code === undefined ? {} : { code }),
  },
})
const skipped = { name: 'b', skipped: 'it comes after a, which was not deployed' }

describe('the status of a question to several hosts', () => {
  it('is 0, 5 or 1', () => {
    expect(statusOfAnswers([answer(), answer()])).toBe(0)
    expect(statusOfAnswers([answer(), answer('nix-throw')])).toBe(5)
    expect(statusOfAnswers([answer('host-connection')])).toBe(1)
    expect(statusOfAnswers([])).toBe(0)
  })

  it('is that of the reason where all have the same', () => {
    expect(statusOfAnswers([answer('nix-throw'), answer('module-type')])).toBe(3)
    expect(statusOfAnswers([answer('nix-throw'), answer('host-connection')])).toBe(1)
    expect(statusOfAnswers([answer('host-key-source')])).toBe(4)
  })
})

describe('the status of a deployment', () => {
  it('is 3 where no configuration evaluates', () => {
    expect(statusOfDeployment([failed('module-unknown-option'), skipped])).toBe(3)
  })

  it('is 1 where something was begun', () => {
    expect(statusOfDeployment([failed('module-unknown-option'), failed()])).toBe(1)
    expect(statusOfDeployment([failed('nix-build')])).toBe(1)
  })
})
