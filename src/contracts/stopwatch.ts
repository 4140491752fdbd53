/** Starts a clock; the function that it returns gives the seconds since, to the millisecond. */
export const stopwatch = (): (() => number) => {
  const started = performance.now()
  return () => Math.round(performance.now() - started) / 1000
}
