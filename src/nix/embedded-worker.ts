/** The thread with a deep stack: runs one evaluation and tells how it ended. */
import { parentPort, workerData } from 'node:worker_threads'
import { TerraneError } from '../contracts/diagnostic.js'
import type { WorkerMessage, WorkerTask } from './embedded.js'
import { isStackExhausted, runStrictly } from './eval/strict-run.js'

const tell = (message: WorkerMessage): void => parentPort?.postMessage(message)

const { request, settings } = workerData as WorkerTask
try {
  tell({ kind: 'done', result: runStrictly(request, settings, line => tell({ kind: 'print', line })) })
} catch (error) {
  if (error instanceof TerraneError) tell({ kind: 'failed', diagnostics: error.diagnostics })
  else if (isStackExhausted(error)) tell({ kind: 'stack' })
  else throw error
}
