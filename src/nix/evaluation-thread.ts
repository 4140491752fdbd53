/**
 * Evaluations in a thread of their own, with a stack that is deep enough for all of Nix' own, and bounds. To start a thread
 * and to compile its code takes longer than most evaluations that come here, and after an error several come one after the
 * other: a thread that has done its work waits for more, without keeping the process alive.
 */
import { Worker } from 'node:worker_threads'
import { type Diagnostic, failure, TerraneError } from '../contracts/diagnostic.js'
import { type RunRequest, textsOf } from './eval/request.js'
import type { RunResult, RunSettings } from './eval/strict-run.js'

const stackOfWorkerMb = 256

export interface WorkerTask {
  readonly request: RunRequest
  readonly settings: RunSettings
}

/** What the worker answers. After all but `print` it is done; `reusable`: its heap is small enough to be kept. */
export type WorkerMessage =
  | { readonly kind: 'print'; readonly line: string }
  | { readonly kind: 'done'; readonly result: RunResult; readonly reusable: boolean }
  | {
      readonly kind: 'failed'
      readonly diagnostics: readonly [Diagnostic, ...Diagnostic[]]
      readonly reusable: boolean
    }
  | { readonly kind: 'stack' }

/** The worker's file: beside this one when built; from sources, the one that was built last. */
const workerFile = (): URL =>
  import.meta.url.endsWith('.ts')
    ? new URL('../../dist/embedded-worker.js', import.meta.url)
    : new URL('./embedded-worker.js', import.meta.url)

interface Thread {
  readonly worker: Worker
  /** Of its heap; undefined: what Node has by default. */
  readonly megabytes: number | undefined
}

const mostIdle = 2
const idle: Thread[] = []

const startThread = (megabytes: number | undefined): Thread => {
  const worker = new Worker(workerFile(), {
    resourceLimits: {
      stackSizeMb: stackOfWorkerMb,
      ...(megabytes === undefined ? {} : { maxOldGenerationSizeMb: megabytes }),
    },
  })
  const thread = { worker, megabytes }
  worker.on('error', () => forget(thread))
  return thread
}

const forget = (thread: Thread): void => {
  const index = idle.indexOf(thread)
  if (index >= 0) idle.splice(index, 1)
}

/** One that waits, or a new one. */
const takeThread = (megabytes: number | undefined): Thread => {
  const thread = idle.find(one => one.megabytes === megabytes)
  if (thread === undefined) return startThread(megabytes)
  forget(thread)
  thread.worker.ref()
  return thread
}

const giveBack = (thread: Thread): void => {
  if (idle.length >= mostIdle) {
    void thread.worker.terminate()
    return
  }
  thread.worker.unref()
  idle.push(thread)
}

/**
 * Runs an evaluation in a thread, which ends with it when `signal` says so. `megabytes`: how large its heap may become.
 *
 * @throws TerraneError as `runStrictly`, and where the memory or the stack did not suffice; the reason of the signal
 */
export const runInThread = (
  { request, settings }: WorkerTask,
  print: (line: string) => void,
  signal: AbortSignal | undefined,
  megabytes?: number,
): Promise<RunResult> =>
  new Promise((resolve, reject) => {
    const thread = takeThread(megabytes)
    const { worker } = thread
    const stop = () => {
      leave()
      void worker.terminate()
      reject(signal?.reason)
    }
    const answered = (message: WorkerMessage) => {
      if (message.kind === 'print') {
        print(message.line)
        return
      }
      leave()
      if (message.kind !== 'stack' && message.reusable) giveBack(thread)
      else void worker.terminate()
      if (message.kind === 'done') resolve(message.result)
      else if (message.kind === 'failed')
        reject(new TerraneError(message.diagnostics, { texts: textsOf(request) }))
      else reject(failure('nix-stack-overflow', 'stack overflow; max-call-depth exceeded'))
    }
    const ended = (error: Error) => {
      leave()
      const { code } = error as NodeJS.ErrnoException
      reject(
        code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? failure('nix-evaluation', 'evaluation needs more memory than there is', {
              hint: 'A list or set without end, perhaps.',
            })
          : error,
      )
    }
    const leave = () => {
      signal?.removeEventListener('abort', stop)
      worker.off('message', answered)
      worker.off('error', ended)
    }
    signal?.addEventListener('abort', stop, { once: true })
    worker.on('message', answered)
    worker.on('error', ended)
    const task: WorkerTask = { request, settings: { ...settings, env: { ...settings.env } } }
    worker.postMessage(task)
  })
