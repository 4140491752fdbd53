/**
 * SIGINT and SIGTERM while something is at work that must not be cut off. The first one aborts `signal`, which whoever
 * drives a child turns into exactly one SIGINT: an AbortSignal can't fire twice. Outside of this, the system's default
 * holds: a Ctrl-C during a compile ends us at once, and there is nothing to clean up.
 *
 * SIGHUP (the terminal is gone) changes nothing: the child has a session of its own and we stay to finish its record.
 */
export interface Interruption {
  readonly signal: AbortSignal
  /** Gives the signals back to the system's default. */
  readonly stop: () => void
}

export interface InterruptionHandlers {
  readonly onFirst?: (name: NodeJS.Signals) => void
  /** Called for each further SIGINT or SIGTERM. */
  readonly onAgain?: (name: NodeJS.Signals) => void
}

/** Starts to listen; `signals` is the process itself, or what a test fires them with. */
export const listenForInterruption = (
  handlers: InterruptionHandlers = {},
  signals: NodeJS.EventEmitter = process,
): Interruption => {
  const controller = new AbortController()
  const onSignal = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) return handlers.onAgain?.(name)
    handlers.onFirst?.(name)
    controller.abort(name)
  }
  const onHangup = () => {}
  signals.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onHangup)
  return {
    signal: controller.signal,
    stop: () => {
      signals.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('SIGHUP', onHangup)
    },
  }
}
