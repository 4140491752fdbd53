/** The last line of a terminal, rewritten as things go on: `applying 3 of 7 · aws_instance.web 12s`. */
import type { StackEvent, TerraneEvent } from '../../contracts/events.js'
import type { Terminal } from '../terminal.js'
import { changesSomething } from './actions.js'
import { stageWords, stepWords, waitWords } from './event-lines.js'
import { seconds } from './seconds.js'
import { secondsLeft } from './time-left.js'

export interface LiveLine {
  readonly see: (event: StackEvent) => void
  readonly show: () => void
  readonly hide: () => void
  /** Hides it until something else begins. */
  readonly stop: () => void
}

/** Milliseconds. */
const freshness = 50

const eraseLine = '\r\u001b[2K'

const doing: Readonly<Record<string, string>> = {
  compile: 'compiling',
  realise: 'building',
  init: 'initialising',
  schema: 'reading the schemas of the providers',
  validate: 'validating',
  plan: 'planning',
  apply: 'applying',
  destroy: 'destroying',
  deploy: 'deploying',
}

export const liveLine = (terminal: Terminal): LiveLine => {
  const work = trackStacks()
  let shown = ''
  /** Made anew at most so often: thousands of events a second change nothing that anyone could read. */
  let text = ''
  let made = Number.NEGATIVE_INFINITY
  let clock: NodeJS.Timeout | undefined
  const hide = () => {
    if (shown !== '') terminal.err(eraseLine)
    shown = ''
  }
  const show = () => {
    const now = performance.now()
    if (now - made >= freshness) {
      text = cut(work.text(Date.now()), terminal.columns() - 1)
      made = now
    }
    if (text === shown) return
    hide()
    if (text === '') return
    terminal.err(text)
    shown = text
    clock ??= setInterval(show, 1000).unref()
  }
  return {
    see: event => {
      // What begins is shown at once.
      if (event.type === 'phase_start') made = Number.NEGATIVE_INFINITY
      work.see(event, Date.now())
    },
    show,
    hide,
    stop: () => {
      clearInterval(clock)
      clock = undefined
      work.reset()
      made = Number.NEGATIVE_INFINITY
      hide()
    },
  }
}

/** The same for several stacks at once: what each does, one after the other. */
export const trackStacks = () => {
  const all = new Map<string | undefined, ReturnType<typeof trackWork>>()
  return {
    reset: (): void => all.clear(),
    see: (event: StackEvent, now: number): void => {
      if (event.type === 'stack_result') {
        all.delete(event.stack)
        return
      }
      const work = all.get(event.stack) ?? trackWork()
      all.set(event.stack, work)
      work.see(event, now)
    },
    text: (now: number): string => {
      const texts = [...all].flatMap(([stack, work]) => {
        const text = work.text(now)
        return text === '' ? [] : [stack === undefined ? text : `${stack}: ${text}`]
      })
      return texts.join(' │ ')
    },
  }
}

const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`

/** What is at work, from the events. Times are given, so that it can be tested. */
export const trackWork = () => {
  let phase: string | undefined
  let total = 0
  let parallelism = 1
  let expected: Readonly<Record<string, number>> = {}
  /** What is planned and has not begun. */
  const waiting = new Set<string>()
  const done = new Set<string>()
  const running = new Map<string, number>()
  const refreshing = new Set<string>()
  /** Of hosts: what is done just now. */
  const doings = new Map<string, string>()
  const begin = (next: string | undefined) => {
    phase = next
    done.clear()
    running.clear()
    refreshing.clear()
    if (next !== 'plan') return
    total = 0
    waiting.clear()
  }
  return {
    reset: () => begin(undefined),
    see: (event: TerraneEvent, now: number): void => {
      if (event.type === 'phase_start') begin(event.phase)
      if (event.type === 'phase_end') begin(undefined)
      if (event.type === 'planned_change' && changesSomething(event.action)) {
        total++
        waiting.add(event.address)
      }
      if (event.type === 'apply_estimate') ({ parallelism, expected } = event)
      if (event.type === 'refresh_start') refreshing.add(event.address)
      if (event.type === 'refresh_end') refreshing.delete(event.address)
      if (event.type === 'host_stage_start' || event.type === 'host_step_start') {
        const word = event.type === 'host_stage_start' ? stageWords[event.stage] : stepWords[event.step]
        running.set(event.host, running.get(event.host) ?? now)
        doings.set(event.host, word)
      }
      if (event.type === 'host_wait') {
        running.set(event.host, running.get(event.host) ?? now)
        doings.set(event.host, `waiting ${waitWords[event.until]}, at most ${seconds(event.of)},`)
      }
      if (event.type === 'host_result' || event.type === 'host_skipped') {
        running.delete(event.host)
        done.add(event.host)
      }
      if (event.type === 'operation_start') {
        running.set(event.address, now)
        waiting.delete(event.address)
        done.delete(event.address)
      }
      if (event.type === 'operation_end' || event.type === 'operation_error') {
        running.delete(event.address)
        done.add(event.address)
      }
    },
    text: (now: number): string => {
      if (phase === undefined) return ''
      const working = done.size + running.size > 0
      const count = total > 0 && working ? ` ${done.size} of ${total}` : ''
      const taken = (since: number) => (now - since) / 1000
      const parts = [...running].map(([address, since]) => {
        const usually = expected[address]
        const of = usually === undefined || usually < 1 ? '' : ` of ${seconds(usually)}`
        const what = doings.has(address) ? `${address} ${doings.get(address)}` : address
        return `${what} ${seconds(Math.floor(taken(since)))}${of}`
      })
      const left = secondsLeft({
        running: [...running].map(([address, since]) => ({
          expected: expected[address],
          taken: taken(since),
        })),
        waiting: [...waiting].map(address => expected[address]),
        parallelism,
      })
      const rest = working && left !== undefined && left >= 1 ? [`about ${seconds(left)} left`] : []
      const reading = [...refreshing].slice(0, 1).map(address => `reading ${address}`)
      return [`${doing[phase] ?? phase}${count}`, ...rest, ...parts, ...reading].join(' · ')
    },
  }
}
