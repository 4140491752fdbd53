/** Runs a test file in JavaScript or TypeScript in a thread, and gives up on tests that never end. */
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { failure, TerraneError } from '../../../contracts/diagnostic.js'
import { failed, type TestFailure, type TestName, type TestResult } from '../result.js'
import type { TakeSnapshot } from '../take-snapshot.js'
import type { ScriptMessage, ScriptTask, Transformer } from './protocol.js'
import { failuresOf } from './thrown.js'

export interface ScriptRun {
  readonly take: TakeSnapshot
  /** What the tests print. */
  readonly print: (text: string) => void
  readonly signal?: AbortSignal
}

/** Loading takes no longer either. */
const loadTimeout = 60_000

/** All results of one file. Throws the reason of an abort. */
export const runScript = async (
  task: Omit<ScriptTask, 'transformer'>,
  run: ScriptRun,
): Promise<readonly TestResult[]> => {
  const whole: TestName = { file: task.file, entry: null, path: [] }
  let transformer: Transformer | undefined
  try {
    transformer = transformerFor(task.file)
  } catch (error) {
    if (!(error instanceof TerraneError)) throw error
    return [failed(whole, [{ diagnostic: error.diagnostics[0] }])]
  }
  return await inThread({ ...task, ...(transformer === undefined ? {} : { transformer }) }, whole, run)
}

const inThread = (
  task: ScriptTask,
  whole: TestName,
  { take, print, signal }: ScriptRun,
): Promise<readonly TestResult[]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(workerFile(), { workerData: task, stdout: true, stderr: true })
    const results: TestResult[] = []
    let name = whole
    let soft: TestFailure[] = []
    let timer: NodeJS.Timeout | undefined
    let settled = false

    const settle = (finish: () => void) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      void worker.terminate()
      finish()
    }
    const stop = () => settle(() => reject(signal?.reason))
    const end = () => settle(() => resolve(results))
    const giveUp = (failures: readonly TestFailure[]) => {
      results.push(failed(name, [...soft, ...failures]))
      end()
    }
    const wait = (milliseconds: number) => {
      clearTimeout(timer)
      timer = setTimeout(
        () =>
          giveUp([own(`it has not ended after ${milliseconds / 1000} s; the tests after it were not run`)]),
        milliseconds,
      )
    }
    const hear = (message: ScriptMessage) => {
      switch (message.kind) {
        case 'start':
          name = { ...whole, path: message.path }
          soft = []
          wait(message.timeout)
          break
        case 'snapshot':
          soft.push(...taken(() => take(name, message.text, message.position, message.part)))
          break
        case 'skipped':
          results.push({ ...whole, path: message.path, status: 'skipped', failures: [] })
          break
        case 'end': {
          const failures = [...soft, ...message.failures]
          results.push({ ...name, status: failures.length === 0 ? 'passed' : 'failed', failures })
          name = whole
          soft = []
          wait(loadTimeout)
          break
        }
        case 'broken':
          giveUp(message.failures)
          break
        case 'finished':
          end()
      }
    }
    for (const stream of [worker.stdout, worker.stderr]) stream.setEncoding('utf8').on('data', print)
    worker.on('message', hear)
    worker.on('error', error => giveUp(failuresOf(error, task.file)))
    worker.on('exit', status => giveUp([own(endWords(status))]))
    signal?.addEventListener('abort', stop, { once: true })
    wait(loadTimeout)
  })

/** A file of snapshots that can't be read is a failure of the test that wants it. */
const taken = (take: () => readonly TestFailure[]): readonly TestFailure[] => {
  try {
    return take()
  } catch (error) {
    if (!(error instanceof TerraneError)) throw error
    return [{ diagnostic: error.diagnostics[0] }]
  }
}

/** Node's status where nothing is left to do and something is still waited for: nodejs.org/api/process.html#exit-codes. */
const endlessWait = 13

const endWords = (status: number): string =>
  status === endlessWait
    ? 'it waits for a promise that nothing will ever fulfil'
    : `the test file has ended the run (exit status ${status})`

const own = (message: string): TestFailure => ({
  diagnostic: { code: 'test-failed', severity: 'error', message, labels: [] },
})

/** The worker's file: beside this one when built; from sources, the one that was built last. */
const workerFile = (): URL =>
  import.meta.url.endsWith('.ts')
    ? new URL('../../../../dist/test-worker.js', import.meta.url)
    : new URL('./test-worker.js', import.meta.url)

/** What reads a file in TypeScript; undefined where Node can. Throws `tool-missing`. */
const transformerFor = (file: string): Transformer | undefined => {
  if (!/\.m?ts$/.test(file) || nodeReadsTypes()) return undefined
  const { resolve } = createRequire(file)
  for (const kind of ['esbuild', 'typescript'] as const)
    try {
      return { kind, path: resolve(kind) }
    } catch {
      // The next one, perhaps.
    }
  throw failure('tool-missing', `${file} is TypeScript, and Node ${process.versions.node} can't read that`, {
    hint: 'Take Node 22.18 or newer, add esbuild or typescript to the project, or write .mjs with types in comments.',
  })
}

const nodeReadsTypes = (): boolean =>
  Boolean((process.features as { readonly typescript?: unknown }).typescript)
