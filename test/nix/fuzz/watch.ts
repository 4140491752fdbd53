/** Runs a worker over inputs and keeps time and memory: what takes too long, or too much, is noted and stepped over. */
import { Worker } from 'node:worker_threads'
import type { Crash } from './worker.js'

export interface Finding {
  readonly index: number
  readonly kind: 'crash' | 'hang while parsing' | 'hang while evaluating' | 'memory'
  readonly detail: string
}

export interface Watched {
  readonly findings: Finding[]
  values: number
  failures: number
}

export interface Limits {
  readonly parseMilliseconds: number
  readonly evaluateMilliseconds: number
  readonly megabytes: number
}

/** `program` is the file to run as a worker; `task` what it is given besides the range and the progress. */
export const watch = async (
  program: URL,
  task: { readonly corpus: readonly string[]; readonly seed: number },
  total: number,
  limits: Limits,
  tell: (done: number, watched: Watched) => void,
): Promise<Watched> => {
  const watched: Watched = { findings: [], values: 0, failures: 0 }
  let from = 0
  while (from < total) {
    from = await runFrom(program, task, from, total, limits, watched)
    tell(from, watched)
  }
  return watched
}

/** Runs until the end or until an input has to be given up; returns the input to go on with. */
const runFrom = (
  program: URL,
  task: { readonly corpus: readonly string[]; readonly seed: number },
  from: number,
  to: number,
  limits: Limits,
  watched: Watched,
): Promise<number> =>
  new Promise(resolve => {
    const progress = new Int32Array(new SharedArrayBuffer(16))
    progress[0] = from
    const worker = new Worker(program, {
      workerData: { ...task, from, to, progress },
      resourceLimits: { maxOldGenerationSizeMb: limits.megabytes },
      stdout: true,
      stderr: true,
    })
    let seen = { index: -1, phase: 0, since: performance.now() }
    let over = false

    const giveUp = (kind: Finding['kind'], detail: string) => {
      const index = Atomics.load(progress, 0)
      watched.findings.push({ index, kind, detail })
      finish(index + 1)
    }
    const finish = (next: number) => {
      if (over) return
      over = true
      clearInterval(clock)
      watched.values += Atomics.load(progress, 2)
      watched.failures += Atomics.load(progress, 3)
      void worker.terminate().then(() => resolve(next))
    }
    const clock = setInterval(() => {
      const [index, phase] = [Atomics.load(progress, 0), Atomics.load(progress, 1)]
      const now = performance.now()
      if (index !== seen.index || phase !== seen.phase) seen = { index, phase, since: now }
      const limit = phase === 1 ? limits.parseMilliseconds : limits.evaluateMilliseconds
      if (now - seen.since > limit)
        giveUp(phase === 1 ? 'hang while parsing' : 'hang while evaluating', `over ${limit} ms`)
    }, 100)

    worker.on('message', ({ index, stack }: Crash) =>
      watched.findings.push({ index, kind: 'crash', detail: stack }),
    )
    worker.on('error', (error: NodeJS.ErrnoException) =>
      giveUp(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'crash', error.stack ?? String(error)),
    )
    worker.on('exit', () => finish(to))
  })
