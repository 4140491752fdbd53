/**
 * SIGINT and SIGTERM while something is at work that must not be cut off. The first one aborts `signal`, which whoever
 * drives a child turns into exactly one SIGINT: an AbortSignal can't fire twice. The second one aborts `again`: then we
 * go and the child stays. Outside of this, the system's default holds: a Ctrl-C during a compile ends us at once, and
 * there is nothing to clean up.
 *
 * SIGHUP (the terminal is gone) changes nothing: the child has a session of its own and we stay to finish its record.
 */
export interface Interruption {
  /** Aborts with the first signal; its name is the reason. */
  readonly signal: AbortSignal
  /** Aborts with the second one. */
  readonly again: AbortSignal
  /** Gives the signals back to the system's default. */
  readonly stop: () => void
}

/** Starts to listen; `signals` is the process itself, or what a test fires them with. */
export const listenForInterruption = (signals: NodeJS.EventEmitter = process): Interruption => {
  const first = new AbortController()
  const second = new AbortController()
  const onSignal = (name: NodeJS.Signals) => {
    const next = first.signal.aborted ? second : first
    next.abort(name)
  }
  const onHangup = () => {}
  signals.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onHangup)
  return {
    signal: first.signal,
    again: second.signal,
    stop: () => {
      signals.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('SIGHUP', onHangup)
    },
  }
}
