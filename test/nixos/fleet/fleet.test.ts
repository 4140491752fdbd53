/** The fleet with hosts that take some milliseconds each. */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { HostOutcome, HostResult } from '../../../src/nixos/deployment.js'
import { readBatch } from '../../../src/nixos/fleet/batch.js'
import { type FleetPlan, fleetStatus, runFleet, wavesOf } from '../../../src/nixos/fleet/fleet.js'
import type { FleetEntry } from '../../../src/nixos/fleet/report.js'

const result = (name: string, outcome: HostOutcome): HostResult => ({
  name,
  outcome,
  newlyFailedUnits: [],
  keysChanged: [],
  roundTrips: 0,
  seconds: 0,
})

const host = (name: string, ...after: readonly string[]) => ({ name, after })

interface Behaviour {
  readonly outcomes?: Readonly<Record<string, HostOutcome>>
  readonly unprepared?: readonly string[]
  readonly signal?: AbortSignal
  readonly onDeploy?: (name: string) => void
}

const run = async (plan: Partial<FleetPlan> & Pick<FleetPlan, 'hosts'>, behaviour: Behaviour = {}) => {
  const log: string[] = []
  let atOnce = 0
  let most = 0
  const entries = await runFleet<string>(
    { parallel: 10, ...plan },
    {
      prepare: async name => {
        if (behaviour.unprepared?.includes(name)) throw new Error(`${name} does not build`)
        return name
      },
      ahead: async name => log.push(`copy ${name}`),
      deploy: async name => {
        log.push(`begin ${name}`)
        behaviour.onDeploy?.(name)
        most = Math.max(most, ++atOnce)
        await sleep(20)
        atOnce--
        log.push(`end ${name}`)
        return result(name, behaviour.outcomes?.[name] ?? 'deployed')
      },
      failed: name => result(name, 'failed'),
      ...(behaviour.signal === undefined ? {} : { signal: behaviour.signal }),
    },
  )
  return { entries, log, most, said: entries.map(said) }
}

const said = (entry: FleetEntry): string =>
  `${entry.name}: ${'skipped' in entry ? entry.skipped : entry.result.outcome}`

describe('a fleet', () => {
  const five = ['a', 'b', 'c', 'd', 'e'].map(name => host(name))

  it('deploys all hosts at once', async () => {
    const { said, most } = await run({ hosts: five })
    expect(said).toEqual(five.map(({ name }) => `${name}: deployed`))
    expect(most).toBe(5)
  })

  it('deploys no more at once than is said', async () => {
    expect((await run({ hosts: five, parallel: 2 })).most).toBe(2)
  })

  it('goes on where one of five is down, and says that some are done', async () => {
    const { said, entries } = await run({ hosts: five }, { outcomes: { c: 'failed' } })
    expect(said).toEqual(['a: deployed', 'b: deployed', 'c: failed', 'd: deployed', 'e: deployed'])
    expect(fleetStatus(entries)).toBe(5)
  })

  it('goes on where one can not even be built', async () => {
    const { said } = await run({ hosts: five }, { unprepared: ['a'] })
    expect(said.slice(0, 2)).toEqual(['a: failed', 'b: deployed'])
  })

  it('begins a host when those that it comes after are done', async () => {
    const { log } = await run({ hosts: [host('web', 'db'), host('db')] })
    expect(log.filter(line => !line.startsWith('copy'))).toEqual([
      'begin db',
      'end db',
      'begin web',
      'end web',
    ])
  })

  it('copies to a host that waits', async () => {
    const { log } = await run({ hosts: [host('web', 'db'), host('db')] })
    expect(log.indexOf('copy web')).toBeLessThan(log.indexOf('end db'))
    expect(log).not.toContain('copy db')
  })

  it('leaves a host alone that comes after one that failed', async () => {
    const { said } = await run(
      { hosts: [host('db'), host('web', 'db'), host('proxy', 'web'), host('other')] },
      { outcomes: { db: 'rolled-back' } },
    )
    expect(said).toEqual([
      'db: rolled-back',
      'web: it comes after db, which was not deployed',
      'proxy: it comes after web, which was not deployed',
      'other: deployed',
    ])
  })

  it('deploys the canary alone and first', async () => {
    const { log } = await run({ hosts: five, canary: 'c' })
    expect(log.filter(line => !line.startsWith('copy')).slice(0, 2)).toEqual(['begin c', 'end c'])
  })

  it('begins with no other host where the canary fails', async () => {
    const { said, entries } = await run({ hosts: five, canary: 'c' }, { outcomes: { c: 'unknown' } })
    expect(said[0]).toBe('a: the canary c was not deployed')
    expect(said[2]).toBe('c: unknown')
    expect(fleetStatus(entries)).toBe(1)
  })

  it('finishes a batch before the next', async () => {
    const { log } = await run({ hosts: five, batch: { hosts: 2 } })
    const steps = log.filter(line => !line.startsWith('copy'))
    expect(steps.indexOf('begin c')).toBeGreaterThan(steps.indexOf('end b'))
    expect(steps.indexOf('begin c')).toBeGreaterThan(steps.indexOf('end a'))
  })

  it('takes a percentage for a batch, of at least one host', () => {
    const sizes = (percent: number) =>
      wavesOf({ hosts: five, parallel: 1, batch: { percent } }).map(wave => wave.length)
    expect(sizes(40)).toEqual([2, 2, 1])
    expect(sizes(1)).toEqual([1, 1, 1, 1, 1])
    expect(sizes(100)).toEqual([5])
  })

  it('puts no host into a batch before those that it comes after', () => {
    const waves = wavesOf({ hosts: [host('web', 'db'), host('db')], parallel: 1, batch: { hosts: 1 } })
    expect(waves.map(wave => wave.map(({ name }) => name))).toEqual([['db'], ['web']])
  })

  it('begins with nothing once enough have failed', async () => {
    const { said } = await run(
      { hosts: five, parallel: 1, maxFailures: 2 },
      { outcomes: { a: 'failed', c: 'failed' } },
    )
    expect(said).toEqual([
      'a: failed',
      'b: deployed',
      'c: failed',
      'd: 2 hosts have failed',
      'e: 2 hosts have failed',
    ])
  })

  it('begins with nothing once it is interrupted', async () => {
    const stop = new AbortController()
    const { said } = await run(
      { hosts: five, parallel: 1 },
      { signal: stop.signal, onDeploy: name => name === 'b' && stop.abort() },
    )
    expect(said.slice(1, 3)).toEqual(['b: deployed', 'c: interrupted before it began'])
  })
})

describe('the status of a fleet', () => {
  const of = (...outcomes: readonly HostOutcome[]) =>
    fleetStatus(outcomes.map((outcome, index) => ({ name: `${index}`, result: result(`${index}`, outcome) })))

  it('is 0 where all are as they should be', () => expect(of('deployed', 'unchanged')).toBe(0))
  it('is 5 where some are', () => expect(of('deployed', 'rolled-back', 'unknown')).toBe(5))
  it('is 1 where none is', () => expect(of('failed', 'unknown')).toBe(1))
  it('is 5 where a host would have to be rebooted', () => expect(of('installed')).toBe(5))
  it('is 0 where the next boot was all that was asked for', () => {
    expect(fleetStatus([{ name: 'a', wanted: 'boot', result: result('a', 'installed') }])).toBe(0)
  })
})

it.each([
  ['5', { hosts: 5 }],
  ['20%', { percent: 20 }],
  ['0', undefined],
  ['101%', undefined],
  ['few', undefined],
])('--batch %s is %j', (text, batch) => expect(readBatch(text)).toEqual(batch))
