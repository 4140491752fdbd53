/** The thread with a deep stack: runs one evaluation after the other and tells how each ended. */
import { getHeapStatistics } from 'node:v8'
import { parentPort } from 'node:worker_threads'
import { TerraneError } from '../contracts/diagnostic.js'
import { isStackExhausted, runStrictly } from './eval/strict-run.js'
import type { WorkerMessage, WorkerTask } from './evaluation-thread.js'

const tell = (message: WorkerMessage): void => parentPort?.postMessage(message)

/** What a large evaluation leaves behind is given back at once, by the end of the thread. */
const mostKept = 128 * 1024 ** 2

const isReusable = (): boolean => getHeapStatistics().total_heap_size < mostKept

parentPort?.on('message', ({ request, settings }: WorkerTask) => {
  try {
    const result = runStrictly(request, settings, line => tell({ kind: 'print', line }))
    tell({ kind: 'done', result, reusable: isReusable() })
  } catch (error) {
    if (error instanceof TerraneError)
      tell({ kind: 'failed', diagnostics: error.diagnostics, reusable: isReusable() })
    else if (isStackExhausted(error)) tell({ kind: 'stack' })
    else throw error
  }
})
