/**
 * Work that is going on: awaited for its result, iterated for its events. It has begun when the function that gives it
 * returns; whoever iterates later gets the events from the first one on.
 */
import type { Emit, TerraneEvent } from '../contracts/events.js'

/** `await` it for the result, `for await` it for the events. Both throw what the work throws. */
export interface Task<Result> extends Promise<Result>, AsyncIterable<TerraneEvent> {}

/** Starts `body`, whose events become those of the task. */
export const startTask = <Result>(body: (emit: Emit) => Promise<Result>): Task<Result> => {
  const events: TerraneEvent[] = []
  let ended = false
  let wake: (() => void)[] = []
  const wakeAll = () => {
    const waiting = wake
    wake = []
    for (const go of waiting) go()
  }
  const emit: Emit = event => {
    events.push(event)
    wakeAll()
  }
  const result = Promise.resolve()
    .then(() => body(emit))
    .finally(() => {
      ended = true
      wakeAll()
    })
  const news = () => new Promise<void>(resolve => wake.push(resolve))
  async function* iterate(): AsyncGenerator<TerraneEvent, void, void> {
    // Its failure is thrown at the end, here; nobody need await the task as well.
    result.catch(() => {})
    for (let next = 0; ; ) {
      while (next < events.length) yield events[next++]!
      if (ended) break
      await news()
    }
    await result
  }
  return Object.assign(result, { [Symbol.asyncIterator]: iterate })
}
