/** The side that does the work, in a thread of its own: a hang or a lack of memory ends only the thread. */
import { parentPort, workerData } from 'node:worker_threads'
import { mutant } from './mutate.js'
import { tryInput } from './try-input.js'

export interface Task {
  readonly corpus: readonly string[]
  readonly seed: number
  readonly from: number
  readonly to: number
  /** The input at work; 1 while parsing, 2 while evaluating; values so far; errors so far. */
  readonly progress: Int32Array
}

export interface Crash {
  readonly index: number
  readonly stack: string
}

/** Works through the inputs and reports. */
export const work = async (): Promise<void> => {
  const { corpus, seed, from, to, progress } = workerData as Task
  for (let index = from; index < to; index++) {
    Atomics.store(progress, 0, index)
    const result = await tryInput(mutant(corpus, seed + index), phase =>
      Atomics.store(progress, 1, phase === 'parse' ? 1 : 2),
    )
    if (result.kind === 'value') Atomics.add(progress, 2, 1)
    else if (result.kind === 'failure') Atomics.add(progress, 3, 1)
    else parentPort!.postMessage({ index, stack: result.stack } satisfies Crash)
  }
}
