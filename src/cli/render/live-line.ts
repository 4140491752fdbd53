/** The last line of a terminal, rewritten as things go on: `applying 3 of 7 · aws_instance.web 12s`. */
import type { TerraneEvent } from '../../contracts/events.js'
import type { Terminal } from '../terminal.js'
import { changesSomething } from './actions.js'

export interface LiveLine {
  readonly see: (event: TerraneEvent) => void
  readonly show: () => void
  readonly hide: () => void
  /** Hides it until something else begins. */
  readonly stop: () => void
}

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
}

export const liveLine = (terminal: Terminal): LiveLine => {
  const work = trackWork()
  let shown = ''
  let clock: NodeJS.Timeout | undefined
  const hide = () => {
    if (shown !== '') terminal.err(eraseLine)
    shown = ''
  }
  const show = () => {
    const text = cut(work.text(Date.now()), terminal.columns() - 1)
    if (text === shown) return
    hide()
    if (text === '') return
    terminal.err(text)
    shown = text
    clock ??= setInterval(show, 1000).unref()
  }
  return {
    see: event => work.see(event, Date.now()),
    show,
    hide,
    stop: () => {
      clearInterval(clock)
      clock = undefined
      work.reset()
      hide()
    },
  }
}

const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`

/** What is at work, from the events. Times are given, so that it can be tested. */
export const trackWork = () => {
  let phase: string | undefined
  let total = 0
  const done = new Set<string>()
  const running = new Map<string, number>()
  const refreshing = new Set<string>()
  const begin = (next: string | undefined) => {
    phase = next
    done.clear()
    running.clear()
    refreshing.clear()
    if (next === 'plan') total = 0
  }
  return {
    reset: () => begin(undefined),
    see: (event: TerraneEvent, now: number): void => {
      if (event.type === 'phase_start') begin(event.phase)
      if (event.type === 'phase_end') begin(undefined)
      if (event.type === 'planned_change' && changesSomething(event.action)) total++
      if (event.type === 'refresh_start') refreshing.add(event.address)
      if (event.type === 'refresh_end') refreshing.delete(event.address)
      if (event.type === 'operation_start') {
        running.set(event.address, now)
        done.delete(event.address)
      }
      if (event.type === 'operation_end' || event.type === 'operation_error') {
        running.delete(event.address)
        done.add(event.address)
      }
    },
    text: (now: number): string => {
      if (phase === undefined) return ''
      const count = total > 0 && done.size + running.size > 0 ? ` ${done.size} of ${total}` : ''
      const parts = [...running].map(([address, since]) => `${address} ${Math.floor((now - since) / 1000)}s`)
      const reading = [...refreshing].slice(0, 1).map(address => `reading ${address}`)
      return [`${doing[phase] ?? phase}${count}`, ...parts, ...reading].join(' · ')
    },
  }
}
