/** Signals that end what would go on for ever. While something else looks after them, it is paused. */
export interface UntilSignal {
  readonly pause: () => void
  readonly resume: () => void
  readonly stop: () => void
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export const untilSignal = (onSignal: () => void): UntilSignal => {
  const resume = () => {
    for (const signal of signals) process.on(signal, onSignal)
  }
  const pause = () => {
    for (const signal of signals) process.off(signal, onSignal)
  }
  resume()
  return { pause, resume, stop: pause }
}
