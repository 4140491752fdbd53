/** The side that does the work, in a thread of its own: a hang or a lack of memory ends only the thread. */
import { parentPort, workerData } from 'node:worker_threads'
import { mutant } from './mutate.js'
import { tryInput } from './try-input.js'

export interface Task {
  readonly corpus: readonly string[]
  readonly seed: number
  readonly from: number
  readonly to: number
  /** `progress[0]`: the input at work, `progress[1]`: 1 while parsing, 2 while evaluating. */
  readonly progress: Int32Array
}

export type Report =
  | { readonly type: 'crash'; readonly index: number; readonly stack: string }
  | { readonly type: 'counts'; readonly values: number; readonly failures: number }

/** Works through the inputs and reports. */
export const work = async (): Promise<void> => {
  const { corpus, seed, from, to, progress } = workerData as Task
  const report = (message: Report) => parentPort!.postMessage(message)
  let values = 0
  let failures = 0
  for (let index = from; index < to; index++) {
    Atomics.store(progress, 0, index)
    const result = await tryInput(mutant(corpus, seed + index), phase =>
      Atomics.store(progress, 1, phase === 'parse' ? 1 : 2),
    )
    if (result.kind === 'value') values++
    else if (result.kind === 'failure') failures++
    else report({ type: 'crash', index, stack: result.stack })
    if ((index + 1) % 1000 === 0 || index + 1 === to) {
      report({ type: 'counts', values, failures })
      values = 0
      failures = 0
    }
  }
}
