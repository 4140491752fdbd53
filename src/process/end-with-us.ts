/**
 * Short programs end when we do. A Ctrl-C in a terminal reaches them as well; a signal that was sent to us alone
 * (`timeout`, a supervisor) would leave them at work with nobody to read what they find.
 */
const running = new Set<AbortController>()
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const stop = () => {
  for (const controller of running) controller.abort()
}

/** Has a signal that is to end us abort `controller` instead, until the returned function is called. */
export const endWithUs = (controller: AbortController): (() => void) => {
  if (running.size === 0) for (const signal of signals) process.on(signal, stop)
  running.add(controller)
  return () => {
    running.delete(controller)
    if (running.size === 0) for (const signal of signals) process.off(signal, stop)
  }
}
