import { describe, expect, it } from 'vitest'
import type { Needs } from '../../../src/project/stacks/order.js'
import { runStacks, type StackOutcome } from '../../../src/project/stacks/run-stacks.js'
import { chosenNames } from '../../../src/project/stacks/select.js'

const needs: Needs = new Map([
  ['network', new Set<string>()],
  ['database', new Set(['network'])],
  ['app', new Set(['database'])],
  ['mail', new Set<string>()],
])

const run = async (failing: readonly string[]) => {
  const log: string[] = []
  const outcomes = await runStacks(
    needs,
    async name => {
      log.push(`+${name}`)
      await new Promise(resolve => setTimeout(resolve, 5))
      log.push(`-${name}`)
      return outcome(name, failing.includes(name) ? 'failed' : 'applied')
    },
    (name, because) => ({ ...outcome(name, 'skipped'), note: because.name }),
  )
  return { log, outcomes }
}

const outcome = (name: string, result: StackOutcome['result']): StackOutcome => ({
  name,
  result,
  status: result === 'failed' ? 1 : 0,
  seconds: 0,
})

describe('stacks are run', () => {
  it('each behind what it needs, others at the same time', async () => {
    const { log, outcomes } = await run([])
    expect(log.slice(0, 2).sort()).toEqual(['+mail', '+network'])
    expect(log.filter(entry => !entry.endsWith('mail'))).toEqual([
      '+network',
      '-network',
      '+database',
      '-database',
      '+app',
      '-app',
    ])
    expect(outcomes.map(({ result }) => result)).toEqual(['applied', 'applied', 'applied', 'applied'])
  })

  it('not where what they need has failed', async () => {
    const { log, outcomes } = await run(['database'])
    expect(log).not.toContain('+app')
    expect(outcomes.map(({ name, result, note }) => [name, result, note])).toEqual([
      ['mail', 'applied', undefined],
      ['network', 'applied', undefined],
      ['database', 'failed', undefined],
      ['app', 'skipped', 'database'],
    ])
  })
})

describe('--only', () => {
  const names = ['app', 'eu-app', 'eu-net', 'us-net']
  it('takes names and patterns', () => {
    expect(chosenNames(names, undefined)).toEqual(names)
    expect(chosenNames(names, ['eu-*', 'app'])).toEqual(['app', 'eu-app', 'eu-net'])
    expect(chosenNames(names, ['?u-net'])).toEqual(['eu-net'])
  })

  it('refuses what means none', () => {
    expect(() => chosenNames(names, ['ap'])).toThrow("there is no stack 'ap'")
  })
})
