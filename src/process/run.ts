/**
 * The short way to start a program: wait for its end and take its output. See runner.ts for the two ways.
 *
 * Node's own `execFile` and not a library: every compile starts Nix, and a library would cost it 75 ms of loading.
 */
import { execFile } from 'node:child_process'
import { failure } from '../contracts/diagnostic.js'
import type { Run, RunOptions, RunResult } from './runner.js'
import { startFailure } from './start-failure.js'

/** The status that a shell gives to a program that a signal ended; the signal's number doesn't matter to us. */
const endedBySignal = 128

export const run: Run = (program, args, options = {}) =>
  new Promise((resolve, reject) => {
    const settings = {
      env: { ...process.env, ...options.env },
      encoding: 'utf8' as const,
      maxBuffer: Number.MAX_SAFE_INTEGER,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    }
    const child = execFile(program, [...args], settings, (error, stdout, stderr) => {
      const outcome = read(error, stdout, stderr)
      if (outcome !== undefined) resolve(outcome)
      else reject(explain(error, program, options))
    })
    // A program that doesn't read its input closes the pipe before we have written all of it: its own business.
    child.stdin?.on('error', () => {})
    child.stdin?.end(options.input ?? '')
  })

const read = (error: ExecError, stdout: string, stderr: string): RunResult | undefined => {
  if (error === null) return { status: 0, stdout, stderr }
  if (typeof error.code === 'number') return { status: error.code, stdout, stderr }
  if (error.name !== 'AbortError' && error.signal) return { status: endedBySignal, stdout, stderr }
  return undefined
}

const explain = (error: ExecError, program: string, options: RunOptions) =>
  error?.name === 'AbortError'
    ? failure('interrupted', `interrupted while '${program}' was running`)
    : startFailure(program, options.cwd, error)

type ExecError = (Error & { code?: string | number | null; signal?: NodeJS.Signals | null }) | null
