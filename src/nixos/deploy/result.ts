/** From what the host said at the end to the result. */
import { type Facts, fact, stateOf } from '../agent/facts.js'
import type { HostResult } from '../deployment.js'
import type { Settled } from './attend.js'

/** What a result says besides what every result says. */
export type Ending = Pick<HostResult, 'outcome' | 'reason' | 'hint' | 'state'> &
  Partial<Pick<HostResult, 'newlyFailedUnits' | 'keysChanged'>>

export interface EndingOf {
  readonly name: string
  /** Only keys were to change. */
  readonly keysOnly: boolean
  readonly keys: readonly string[]
  readonly action: string
}

/** How a deployment ended that was armed, or was to be. */
export const endingOf = (settled: Settled, about: EndingOf): Ending => {
  switch (settled.kind) {
    case 'over':
      return resultOf(settled.facts, about)
    case 'refused':
      return { outcome: 'failed', reason: settled.reason }
    case 'unknown':
      return { outcome: 'failed', reason: 'the connection was lost before anything was changed' }
    case 'left':
      return {
        outcome: 'unknown',
        reason: 'it was left alone: unless it was confirmed before, it goes back to the old system by itself',
        hint: `terrane resume --on ${about.name}`,
      }
    default:
      return {
        outcome: 'unknown',
        reason:
          settled.kind === 'lost'
            ? `the host can't be reached any more (${lastLine(settled.stderr)}); unless it was confirmed before, it goes back to the old system by itself`
            : 'its watchdog was killed again and again',
        hint: `terrane resume --on ${about.name}`,
      }
  }
}

const resultOf = (facts: Facts, { name, keysOnly, keys, action }: EndingOf): Ending => {
  const given = [fact(facts, 'reason'), ...(facts.get('warning') ?? [])].filter(text => text !== undefined)
  const reason = given.length === 0 ? {} : { reason: given.join('; ') }
  const common = { state: stateOf(facts), newlyFailedUnits: facts.get('newly-failed') ?? [] }
  const outcome = fact(facts, 'outcome')
  switch (outcome) {
    case 'deployed':
      return {
        ...common,
        outcome: keysOnly ? 'unchanged' : 'deployed',
        ...(action === 'test' && given.length === 0 ? { reason: 'until the next boot' } : reason),
        keysChanged: keys,
      }
    case 'installed':
      return {
        ...common,
        outcome,
        reason: given.length > 0 ? given.join('; ') : 'it runs from the next boot on',
        hint: `reboot to activate: terrane deploy --on ${name} --reboot`,
        keysChanged: keys,
      }
    case 'rolled-back':
      return { ...common, outcome, ...reason }
    case 'left':
      return {
        ...common,
        outcome: 'unknown',
        reason: `${given.join('; ')}; automatic rollback is off: the host was left as it is`,
        hint: `terrane rollback --on ${name}`,
      }
    default:
      return {
        ...common,
        outcome: 'unknown',
        reason: `${given.join('; ')}; and the old system did not come back whole`,
        hint: `look at it: terrane ssh ${name}; then terrane rollback --on ${name}, or power-cycle it`,
      }
  }
}

const lastLine = (text: string): string => text.trim().split('\n').pop() ?? ''
