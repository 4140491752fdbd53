/** What the agent said of a host, as data. */
import type { HostState } from '../deployment.js'

/** Facts by name; a name may come more than once. */
export type Facts = ReadonlyMap<string, readonly string[]>

export const collectFacts = (): {
  readonly facts: Facts
  readonly add: (name: string, value: string) => void
} => {
  const facts = new Map<string, string[]>()
  return {
    facts,
    add: (name, value) => {
      const values = facts.get(name)
      if (values === undefined) facts.set(name, [value])
      else values.push(value)
    },
  }
}

export const fact = (facts: Facts, name: string): string | undefined => facts.get(name)?.[0]

/** The state of a host: what of it could be read. */
export const stateOf = (facts: Facts): HostState => {
  const generation = fact(facts, 'generation')
  const [, alive, since, , owner] = /^(\S+) (\S+) (\S+) (.*)$/.exec(fact(facts, 'lock') ?? '') ?? []
  const text = (name: keyof HostState & string) => {
    const value = fact(facts, name)
    return value === undefined ? {} : { [name]: value }
  }
  return {
    ...text('current'),
    ...text('booted'),
    ...text('profile'),
    ...(generation === undefined ? {} : { generation: Number(generation) }),
    ...text('confirmed'),
    ...(owner === undefined || since === undefined ? {} : { lock: { owner, since, alive: alive === 'yes' } }),
  }
}

/** A deployment that the host remembers. */
export interface RememberedDeployment {
  readonly id: string
  readonly phase: string
  /** Whether its watchdog lives. */
  readonly alive: boolean
  readonly nonce: string
  readonly closure: string
}

export const rememberedDeployment = (facts: Facts): RememberedDeployment | undefined => {
  const [id, phase, alive, nonce, closure] = (fact(facts, 'deployment') ?? '').split(' ')
  return id === undefined || phase === undefined || nonce === undefined || closure === undefined
    ? undefined
    : { id, phase, alive: alive === 'yes', nonce, closure }
}
